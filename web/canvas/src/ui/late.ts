/** Parts of the page that load when they are needed, also where the service is away at that moment. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";

const PAUSE_MS = 1_000;

/** As `lazy`; a part that cannot be had yet is waited for, with what stands in for it on screen. */
export function late<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() => patiently(load));
}

/**
 * What `load` gives, as soon as the service can be reached.
 *
 * Rejects where the service answers and the part is still not to be had: Weft was updated meanwhile.
 */
export async function patiently<Part>(
  load: () => Promise<Part>,
  answers: () => Promise<boolean> = serviceAnswers,
  pauseMs = PAUSE_MS,
): Promise<Part> {
  try {
    return await load();
  } catch {
    while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return load();
  }
}

async function serviceAnswers(): Promise<boolean> {
  try {
    return (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
