/** The files that were opened last in this browser. */

const KEY = "weft-recent";
const MOST = 12;

export function recentPaths(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((path) => typeof path === "string") : [];
  } catch {
    return [];
  }
}

export function remember(path: string): void {
  keep([path, ...recentPaths().filter((each) => each !== path)].slice(0, MOST));
}

export function forget(path: string): void {
  keep(recentPaths().filter((each) => each !== path));
}

function keep(paths: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(paths));
  } catch {
    // A browser that keeps nothing opens files all the same.
  }
}
