/** Times as people say them. */

const DAY_MS = 86_400_000;

/** Seconds since 1970 as `12:03`, `yesterday, 12:03`, or `3 Mar 2026`. */
export function when(seconds: number, now = Date.now()): string {
  const then = new Date(seconds * 1000);
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (then.getTime() >= midnight) return time;
  if (then.getTime() >= midnight - DAY_MS) return `yesterday, ${time}`;
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}
