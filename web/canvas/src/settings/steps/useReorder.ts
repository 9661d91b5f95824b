/** Moving the items of a list: by dragging a handle, or with Alt and the arrow keys. */
import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from "react";
import { flushSync } from "react-dom";
import { announce } from "@/state/notices";

interface Reorder {
  /** The place of the item that is being dragged. */
  dragged: number | null;
  onHandleDown: (event: PointerEvent, index: number) => void;
  onKeyDown: (event: KeyboardEvent, index: number) => void;
}

/** `list` holds one element for each item, marked by `data-item`. One drag is one gesture. */
export function useReorder(
  list: RefObject<HTMLElement | null>,
  count: number,
  move: (from: number, to: number, gesture: string | undefined) => void,
): Reorder {
  const [dragged, setDragged] = useState<number | null>(null);

  const onHandleDown = (event: PointerEvent, index: number) => {
    if (event.button !== 0) return;
    event.preventDefault();
    let here = index;
    const gesture = `drag ${event.timeStamp}`;
    setDragged(here);
    const follow = (moving: globalThis.PointerEvent) => {
      const to = placeAt(list.current, moving.clientY, here);
      if (to === here) return;
      move(here, to, gesture);
      here = to;
      setDragged(to);
    };
    const drop = () => {
      setDragged(null);
      window.removeEventListener("pointermove", follow);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", drop);
    };
    window.addEventListener("pointermove", follow);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", drop);
  };

  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const to = index + by;
    if (to < 0 || to >= count) return;
    const focused = document.activeElement as HTMLElement | null;
    flushSync(() => move(index, to, undefined));
    // The browser takes the focus from an element that moves.
    focused?.focus();
    announce(`Moved to place ${to + 1} of ${count}`);
  };
  return { dragged, onHandleDown, onKeyDown };
}

/** Where an item belongs whose handle is at this height: past the middle of a neighbour it takes its place. */
function placeAt(list: HTMLElement | null, y: number, here: number): number {
  const boxes = [...(list?.querySelectorAll(":scope > [data-item]") ?? [])].map((item) =>
    item.getBoundingClientRect(),
  );
  let to = here;
  for (let at = here - 1; at >= 0; at -= 1) {
    const box = boxes[at];
    if (box && y < box.top + box.height / 2) to = at;
  }
  for (let at = here + 1; at < boxes.length; at += 1) {
    const box = boxes[at];
    if (box && y > box.top + box.height / 2) to = at;
  }
  return to;
}
