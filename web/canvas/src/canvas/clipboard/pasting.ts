/** What is on the clipboard becomes part of the workflow. */
import { paste, read } from "@/model/clipboard";
import type { Point } from "@/model/document";
import { size } from "@/model/selection";
import { counted } from "@/model/text";
import { announce, notify } from "@/state/notices";
import { edit, workflowNow } from "@/state/workflow";

/** Gives false where the text is no part of a workflow. */
export function pasteText(text: string, at: Point | null = null): boolean {
  const clip = read(text);
  if (!clip) return false;
  const { workflow, selection } = paste(workflowNow(), clip, at);
  edit("Paste", () => workflow, { select: selection });
  announce(`${counted(size(selection), "thing")} pasted`);
  return true;
}

/** By a menu: the browser may ask whether the page may read the clipboard. */
export async function pasteFromClipboard(at: Point | null = null): Promise<void> {
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    notify("info", "The browser keeps the clipboard to itself: press Ctrl V on the canvas instead.");
    return;
  }
  if (!pasteText(text, at)) notify("info", "There is nothing on the clipboard that fits into a workflow.");
}
