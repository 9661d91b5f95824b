/** The colours of the page as plain values, for a picture that leaves it. */
const NAMES = ["bg", "panel", "line", "ink", "sub", "muted", "edge", "accent", "warn", "hover"] as const;

export interface PictureColors {
  /** Any token, with or without `var()`: `--in-out`, `var(--in-out)`. */
  of: (token: string) => string;
}

/** Asks the browser what each token is now, in the theme that is on. */
export function picturePalette(): PictureColors {
  const probe = document.createElement("span");
  document.body.append(probe);
  const known = new Map<string, string>();
  const read = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  for (const name of NAMES) known.set(name, read(name));
  return {
    of: (token) => {
      const name = token
        .replace(/^var\(/, "")
        .replace(/\)$/, "")
        .replace(/^--/, "");
      const color = known.get(name) ?? read(name);
      known.set(name, color);
      return color;
    },
  };
}
