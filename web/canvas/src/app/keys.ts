/** Keys of the whole window: finds the action that was meant, and runs it. */
import { type Overlay, useOverlay } from "@/state/overlay";
import type { Action } from "@/ui/action";
import { pressed } from "@/ui/keys";
import { regionNow } from "./regions";

/** What lies over the desk without being a dialog. */
const POPUPS: ReadonlySet<Overlay["kind"]> = new Set(["quick-add", "pick-anchor", "connect"]);

/** So long a field may take to undo something of its own. */
const FIELD_MS = 30;

type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "target">;

/** The action of a key press, able to be done now or not; null where the key means nothing here. */
export function actionOf(event: Press, actions: readonly Action[]): Action | null {
  if (belongsToButton(event)) return null;
  const typing = isTyping(event.target);
  const region = regionNow();
  // A click on the drawing leaves the focus nowhere: then the canvas is meant.
  const onCanvas = region === "canvas" || (region === null && isNowhere());
  const meant = actions.filter(
    (action) =>
      !action.native &&
      action.keys.some((keys) => pressed(event, keys)) &&
      (!typing || action.everywhere) &&
      (!action.onCanvas || onCanvas),
  );
  // What belongs to the canvas goes before what is meant everywhere.
  const ordered = [...meant].sort((one, two) => Number(!!two.onCanvas) - Number(!!one.onCanvas));
  return ordered.find((action) => action.enabled?.() ?? true) ?? ordered[0] ?? null;
}

/** Listen for keys; gives what ends it. */
export function watchKeys(actions: readonly Action[]): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isCovered()) return;
    const action = actionOf(event, actions);
    if (!action) return afterField(event, actions);
    event.preventDefault();
    // A dialog that is still on its way has the keys already; a list that pops up leaves them to the desk.
    const { overlay } = useOverlay.getState();
    if (overlay && !POPUPS.has(overlay.kind)) return;
    takeTyped(event.target);
    if (action.enabled?.() ?? true) action.run();
  };
  // Over a dialog the keys of the desk do nothing, and neither does the browser: Ctrl+R would reload.
  const guard = (event: KeyboardEvent) => {
    if (!isCovered() || !(event.ctrlKey || event.metaKey)) return;
    const action = actions.find((each) => !each.native && each.keys.some((keys) => pressed(event, keys)));
    if (action && !isTyping(event.target)) event.preventDefault();
    else if (action?.everywhere) event.preventDefault();
  };
  window.addEventListener("keydown", guard, true);
  window.addEventListener("keydown", onKey);
  return () => {
    window.removeEventListener("keydown", guard, true);
    window.removeEventListener("keydown", onKey);
  };
}

/** What the field itself has nothing for: Ctrl+Z there takes back what was typed, then what was done before. */
function afterField(event: KeyboardEvent, actions: readonly Action[]): void {
  const action = actions.find((each) => each.afterField && each.keys.some((keys) => pressed(event, keys)));
  const { target } = event;
  if (!action || !target || !isTyping(target)) return;
  let isTaken = false;
  const take = () => {
    isTaken = true;
  };
  target.addEventListener("input", take);
  setTimeout(() => {
    target.removeEventListener("input", take);
    if (!isTaken && (action.enabled?.() ?? true)) action.run();
  }, FIELD_MS);
}

/** Enter and Space press the button, tab or link that has the focus. */
function belongsToButton({ key, target, ctrlKey, metaKey }: Press): boolean {
  if ((key !== "Enter" && key !== " ") || ctrlKey || metaKey || !(target instanceof HTMLElement))
    return false;
  return target.matches("button, a[href], summary, input, [role=button], [role=switch], [role=tab]");
}

/** Whether a dialog is open. Its keys are its own, wherever the focus is: Escape closes it. */
const isCovered = (): boolean => document.querySelector("dialog[open]") !== null;

const isNowhere = (): boolean => document.activeElement === document.body || !document.activeElement;

/** What stands in the field goes into the document before an action reads it: a field may wait till it is left. */
function takeTyped(target: EventTarget | null): void {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) || !isTyping(target))
    return;
  target.blur();
  target.focus({ preventScroll: true });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  const silent = ["button", "checkbox", "radio", "range", "color", "file", "submit", "reset"];
  return target instanceof HTMLInputElement && !silent.includes(target.type);
}
