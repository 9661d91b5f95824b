/** Edits of what is selected, for keys and menus alike. */
import { duplicate } from "@/model/clipboard";
import { addComment } from "@/model/commands/comments";
import { group, ungroup } from "@/model/commands/containers";
import { setEnabled, setPinned } from "@/model/commands/nodes";
import { rehome } from "@/model/commands/rehoming";
import { remove } from "@/model/commands/removal";
import type { Point } from "@/model/document";
import { containerLabel, nodeLabel } from "@/model/labels";
import { everything, isEmpty, NOTHING, only, type Selection, size, soleNode } from "@/model/selection";
import { counted } from "@/model/text";
import { toolsNow } from "@/state/catalog";
import { announce, notify } from "@/state/notices";
import { edit, select, selectionNow, workflowNow } from "@/state/workflow";
import { addAfter } from "../adding";
import { focused } from "../focus";
import { editText } from "../state/editing";

export const hasSelection = (): boolean => !isEmpty(selectionNow());
export const hasNodes = (): boolean => selectionNow().nodes.size > 0;
export const hasOneNode = (): boolean => soleNode(selectionNow()) !== null;

/** "Formula", or "3 nodes". */
export function named(selection: Selection): string {
  const node = soleNode(selection);
  if (node !== null && size(selection) === 1) return nodeLabel(workflowNow(), node, toolsNow());
  if (selection.nodes.size === size(selection)) return counted(size(selection), "node");
  if (selection.connections.size === size(selection)) return counted(size(selection), "connection");
  return counted(size(selection), "thing");
}

export function deleteSelected(): void {
  const selection = selectionNow();
  const what = named(selection);
  edit(`Delete ${what}`, (workflow) => remove(workflow, selection), { select: NOTHING });
  announce(`${what} deleted`);
}

export function selectAll(): void {
  const all = everything(workflowNow());
  select(all);
  announce(`${counted(size(all), "thing")} selected`);
}

export function duplicateSelected(): void {
  const { workflow, selection } = duplicate(workflowNow(), selectionNow());
  edit(`Duplicate ${named(selectionNow())}`, () => workflow, { select: selection });
}

/** Edit the name of a node, the title of a container or the text of a comment: what has the focus goes first. */
export function rename(): void {
  const { nodes, containers, comments } = selectionNow();
  const here = focused();
  const [node] = nodes;
  const [container] = containers;
  const [comment] = comments;
  if (here) editText(here.kind === "node" ? "title" : here.kind, here.id);
  else if (node !== undefined) editText("title", node);
  else if (container !== undefined) editText("container", container);
  else if (comment !== undefined) editText("comment", comment);
}

export function writeNote(): void {
  const node = soleNode(selectionNow());
  if (node !== null) editText("note", node);
}

/** A comment at a point of the drawing, ready to be written. */
export function writeComment(at: Point): void {
  const { workflow, id } = addComment(workflowNow(), at);
  edit("Add a comment", () => workflow, { select: only("comment", id) });
  editText("comment", id);
}

/** Into a container, or with null out of all. */
export function moveInto(container: string | null): void {
  const selection = selectionNow();
  const where =
    container === null ? "out of its container" : `into ${containerLabel(workflowNow(), container)}`;
  edit(`Move ${named(selection)} ${where}`, (workflow) => rehome(workflow, selection, container));
  announce(`${named(selection)} moved ${where}`);
}

/** Off where any of them is on, else on. */
export function toggleEnabled(): void {
  const { nodes } = selectionNow();
  const on = ![...nodes].some((node) => workflowNow().nodes[node]?.enabled);
  edit(`${on ? "Enable" : "Disable"} ${named(selectionNow())}`, (workflow) =>
    setEnabled(workflow, nodes, on),
  );
}

export function togglePinned(): void {
  const { nodes } = selectionNow();
  const on = ![...nodes].every((node) => workflowNow().nodes[node]?.pinned);
  edit(`${on ? "Pin" : "Unpin"} ${named(selectionNow())}`, (workflow) => setPinned(workflow, nodes, on));
}

/** A Browse behind the selected node, at its first output. */
export function addBrowse(anchor: string | null = null): void {
  const node = soleNode(selectionNow());
  const browse = toolsNow().get("weft.browse");
  if (node === null) notify("info", "Select one node to put a Browse behind it.");
  else if (!browse) notify("error", "The Browse tool is not installed.");
  else addAfter(browse, node, anchor);
}

export function groupSelected(): void {
  const { workflow, id } = group(workflowNow(), selectionNow(), "Container");
  if (!id) return;
  edit("Group into a container", () => workflow, { select: only("container", id) });
  editText("container", id);
}

export function ungroupSelected(): void {
  const { containers } = selectionNow();
  edit("Take the container away", (workflow) => [...containers].reduce(ungroup, workflow));
}

/** By a menu: the browser makes the same events as for the keys. */
export function copySelected(): void {
  document.execCommand("copy");
}

export function cutSelected(): void {
  document.execCommand("cut");
}
