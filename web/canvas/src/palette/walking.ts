/** Arrows walk through the tools of the palette as they stand on the screen. */
import type { KeyboardEvent } from "react";

const STOPS = "button[aria-expanded],button[data-tool]";

export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const search = event.target instanceof HTMLInputElement;
  if (!["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].includes(event.key)) return;
  if (search && event.key !== "ArrowDown") return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(STOPS)];
  const here = event.target as HTMLElement;
  const next = search ? stops[0] : neighbour(stops, here, event.key);
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

function neighbour(stops: HTMLElement[], here: HTMLElement, key: string): HTMLElement | undefined {
  const at = stops.indexOf(here);
  if (at === -1) return undefined;
  if (key === "ArrowLeft") return stops[at - 1];
  if (key === "ArrowRight") return stops[at + 1];
  const box = here.getBoundingClientRect();
  const isBeyond = (other: DOMRect) =>
    key === "ArrowDown" ? other.top >= box.bottom - 4 : other.bottom <= box.top + 4;
  const distance = (other: DOMRect) => Math.abs(other.top - box.top) * 1000 + Math.abs(other.left - box.left);
  return stops
    .map((stop) => ({ stop, box: stop.getBoundingClientRect() }))
    .filter((each) => isBeyond(each.box))
    .sort((one, two) => distance(one.box) - distance(two.box))[0]?.stop;
}
