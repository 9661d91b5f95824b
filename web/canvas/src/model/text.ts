/** Figures as users read them. */

const NUMBER = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });
const TENTH = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `1,441`. */
export function number(value: number): string {
  return NUMBER.format(value);
}

/** `1 record`, `1,441 records`, `2 entries`. */
export function counted(count: number, thing: string): string {
  return `${number(count)} ${count === 1 ? thing : plural(thing)}`;
}

function plural(thing: string): string {
  if (/[^aeiou]y$/.test(thing)) return `${thing.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(thing) ? `${thing}es` : `${thing}s`;
}

/** `812 B`, `12.7 MB`: in thousands, as the command line counts. */
export function bytes(size: number): string {
  if (size < 1000) return `${number(Math.round(size))} B`;
  let value = size;
  for (const unit of ["KB", "MB", "GB"]) {
    value /= 1000;
    // 999.96 would be written as 1,000.0.
    if (value < 999.95) return `${TENTH.format(value)} ${unit}`;
  }
  return `${TENTH.format(value / 1000)} TB`;
}

/** `0.2 s`, `34 s`, `1 min 12 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "";
  if (seconds < 0.05) return "0 s";
  if (seconds < 9.95) return `${TENTH.format(seconds).replace(/\.0$/, "")} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(whole / 60);
  return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function pair(large: number, unit: string, small: number, smaller: string): string {
  return small === 0 ? `${number(large)} ${unit}` : `${number(large)} ${unit} ${small} ${smaller}`;
}

/** `95.7 %`. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? "unknown" : `${(share * 100).toFixed(1)} %`;

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(place: number): string {
  const tens = place % 100;
  const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${number(place)}${ending}`;
}
