/** The focus stays on the canvas: it remembers where it was, and moves on when that is deleted. */
import { isSeen } from "@/canvas/state/view";
import type { Workflow } from "@/model/document";
import { useWorkflow, workflowNow } from "@/state/workflow";
import { drawing, focusThing, lastThing, rememberThing } from "./cursor";
import { type Thing, thingNow } from "./thing";
import { rectOf, walk, walkToEnd } from "./walking";

/** Gives what ends it. */
export function watchFocus(): () => void {
  const note = (event: FocusEvent) => {
    if (!(event.target instanceof Element) || !event.target.closest(".react-flow")) return;
    const thing = thingNow();
    if (thing) rememberThing(thing);
  };
  document.addEventListener("focusin", note);
  const leave = useWorkflow.subscribe((state, before) => {
    const [now, then] = [state.history.present, before.history.present];
    const gone = lastThing();
    if (now === then || !gone || rectOf(now, gone) || !rectOf(then, gone)) return;
    if (!isOnDrawing()) return;
    const next = successor(then, now, gone);
    requestAnimationFrame(() => {
      // Whoever deleted it may have said where to go on.
      if (document.activeElement && document.activeElement !== document.body) return;
      if (next && inSight(next)) return focusThing(next);
      // The drawing stays where it is: keys go on from there all the same.
      if (next) rememberThing(next);
      drawing()?.focus({ preventScroll: true });
    });
  });
  return () => {
    document.removeEventListener("focusin", note);
    leave();
  };
}

function isOnDrawing(): boolean {
  const { activeElement } = document;
  return !activeElement || activeElement === document.body || activeElement.closest(".react-flow") !== null;
}

function inSight(thing: Thing): boolean {
  const rect = rectOf(workflowNow(), thing);
  return rect !== null && isSeen(rect);
}

/** What fed it, else what it fed, else what was near, as far as it is still there; what is in sight goes first. */
function successor(then: Workflow, now: Workflow, gone: Thing): Thing | null {
  const near = (["left", "right", "up", "down"] as const)
    .map((direction) => walk(then, gone, direction))
    .filter((each) => each !== null && rectOf(now, each) !== null);
  return near.find((each) => each && inSight(each)) ?? near[0] ?? walkToEnd(now, "first");
}
