/** The focus on the canvas: it goes to things, and stays on the canvas when they go. */
import { reveal } from "@/canvas/state/view";
import { isEmpty, only, toggle } from "@/model/selection";
import { select, selectionNow, workflowNow } from "@/state/workflow";
import { elementOf, soleThing, type Thing, thingNow } from "./thing";
import { rectOf, walkToEnd } from "./walking";

/** The drawing itself: one stop of the Tab key, and where the focus is while nothing is drawn. */
export const drawing = (): HTMLElement | null => document.querySelector<HTMLElement>(".react-flow");

/** Bring a thing into view, give it the focus and select it: alone, or beside what is selected already. */
export function goTo(thing: Thing, { extend = false } = {}): void {
  const selection = selectionNow();
  const isSelected = !isEmpty(selection) && isIn(thing);
  if (!extend) select(only(thing.kind, thing.id));
  else if (!isSelected) select(toggle(selection, thing.kind, thing.id));
  focusThing(thing);
}

/** Give a thing the focus, whatever is selected. */
export function focusThing(thing: Thing): void {
  const rect = rectOf(workflowNow(), thing);
  if (rect) reveal({ ...rect, height: rect.height + (thing.kind === "node" ? 40 : 0) });
  // What was out of sight is drawn only once it has come into view.
  const take = (tries: number) => {
    const element = elementOf(thing);
    if (element) element.focus({ preventScroll: true });
    else if (tries > 0) requestAnimationFrame(() => take(tries - 1));
  };
  take(30);
}

/** Where the focus goes when the canvas gets it: to what is selected, else to what had it, else to the first node. */
export function focusCanvas(): void {
  const workflow = workflowNow();
  const known = [soleThing(selectionNow()), last].find((each) => each && rectOf(workflow, each));
  const thing = known ?? walkToEnd(workflow, "first");
  if (thing) focusThing(thing);
  else drawing()?.focus({ preventScroll: true });
}

/** Whether a thing is selected. */
export function isIn({ kind, id }: Thing): boolean {
  const { nodes, containers, comments, connections } = selectionNow();
  return { node: nodes, container: containers, comment: comments, connection: connections }[kind].has(id);
}

/** Select what has the focus where nothing is selected, so that an action knows what it is about. */
export function selectHere(): void {
  const here = thingNow();
  if (here && !isIn(here)) select(only(here.kind, here.id));
}

let last: Thing | null = null;

export const lastThing = (): Thing | null => last;

export function rememberThing(thing: Thing): void {
  last = thing;
}
