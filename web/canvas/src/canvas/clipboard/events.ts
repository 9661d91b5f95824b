/** Copy, cut and paste by the browser's own events: they work between windows, and without asking for a permission. */
import { copy } from "@/model/clipboard";
import { remove } from "@/model/commands/removal";
import { isEmpty } from "@/model/selection";
import { edit, selectionNow, workflowNow } from "@/state/workflow";
import { isOnCanvas } from "../focus";
import { pasteText } from "./pasting";

/** Listens while the canvas is there; gives what ends it. */
export function watchClipboard(): () => void {
  const onCopy = (event: ClipboardEvent) => void take(event);
  const onCut = (event: ClipboardEvent) => {
    if (take(event)) edit("Cut", (workflow) => remove(workflow, selectionNow()));
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!isOnCanvas()) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (pasteText(text)) event.preventDefault();
  };
  document.addEventListener("copy", onCopy);
  document.addEventListener("cut", onCut);
  document.addEventListener("paste", onPaste);
  return () => {
    document.removeEventListener("copy", onCopy);
    document.removeEventListener("cut", onCut);
    document.removeEventListener("paste", onPaste);
  };
}

/** Puts what is selected on the clipboard; a text that is marked somewhere comes first. */
function take(event: ClipboardEvent): boolean {
  const marked = getSelection()?.toString();
  if (marked || !isOnCanvas() || isEmpty(selectionNow()) || !event.clipboardData) return false;
  event.clipboardData.setData("text/plain", copy(workflowNow(), selectionNow()));
  event.preventDefault();
  return true;
}
