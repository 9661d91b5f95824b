/** Whether the overview is shown: as chosen, else where the canvas is large enough to spare the room. */
import { useDesk } from "@/state/desk";

interface Size {
  width: number;
  height: number;
}

const LEAST: Size = { width: 760, height: 440 };

/** `wanted` is null as long as nobody chose. */
export function isOverviewShown(wanted: boolean | null, { width, height }: Size): boolean {
  return wanted ?? (width >= LEAST.width && height >= LEAST.height);
}

/** Whether it is on the screen now, for what is not a component of the canvas. */
export function overviewNow(): boolean {
  const box = document.querySelector(".react-flow")?.getBoundingClientRect();
  return box !== undefined && isOverviewShown(useDesk.getState().minimap, box);
}

export function toggleOverview(): void {
  useDesk.setState({ minimap: !overviewNow() });
}
