/** The parts of the desk, in the order in which F6 goes through them. */
import { type Panel, setFolded } from "@/state/desk";

export type Region = "palette" | "canvas" | "settings" | "results";

export const REGIONS: readonly Region[] = ["palette", "canvas", "settings", "results"];
export const REGION_NAMES: Readonly<Record<Region, string>> = {
  palette: "Tools",
  canvas: "Canvas",
  settings: "Settings",
  results: "Results",
};

const FOCUSABLE =
  'a[href],button:not(:disabled),input:not(:disabled),select:not(:disabled),textarea:not(:disabled),[tabindex="0"]';

const elementOf = (region: Region): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-region="${region}"]`);

/** The region that has the focus. */
export function regionNow(): Region | null {
  const element = document.activeElement?.closest<HTMLElement>("[data-region]");
  return (element?.dataset.region as Region | undefined) ?? null;
}

/** Go to the next region that can be seen, or with -1 to the one before. */
export function stepRegion(by: 1 | -1): void {
  const seen = REGIONS.filter((region) => elementOf(region) !== null);
  const now = regionNow();
  const here = now ? seen.indexOf(now) : by === 1 ? -1 : 0;
  const next = seen[(here + by + seen.length) % seen.length];
  if (next) focusRegion(next);
}

/** Give a region the focus: where it was there last, else its first control. Unfolds it. */
export function focusRegion(region: Region): void {
  if (region !== "canvas") setFolded(region satisfies Panel, false);
  requestAnimationFrame(() => {
    const element = elementOf(region);
    if (!element) return;
    const last = lastIn.get(region);
    const target = last && element.contains(last) ? last : element.querySelector<HTMLElement>(FOCUSABLE);
    (target ?? element).focus({ preventScroll: region === "canvas" });
  });
}

const lastIn = new Map<Region, HTMLElement>();

/** Remember where the focus is in each region; gives what ends it. */
export function watchRegions(): () => void {
  const note = (event: FocusEvent) => {
    const region = regionNow();
    if (region && event.target instanceof HTMLElement) lastIn.set(region, event.target);
  };
  document.addEventListener("focusin", note);
  return () => document.removeEventListener("focusin", note);
}
