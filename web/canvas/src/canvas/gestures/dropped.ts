/** What the end of a drag makes of the workflow. */
import { duplicate } from "@/model/clipboard";
import { bounds, containerOf, putInto } from "@/model/commands/containers";
import { move } from "@/model/commands/placing";
import { type Point, TILE, type Workflow } from "@/model/document";
import { holds } from "@/model/geometry";
import type { Selection } from "@/model/selection";
import { edit, workflowNow } from "@/state/workflow";

/** Moved, and into the container below or out of the one it was in. */
export function moved(
  workflow: Workflow,
  selection: Selection,
  by: Point,
  container: string | null,
): Workflow {
  const after = move(workflow, selection, by);
  const leaves = (id: string) => container !== null || !isStillInside(workflow, after, id);
  const going = { ...selection, nodes: new Set([...selection.nodes].filter(leaves)) };
  return putInto(after, going, container);
}

/** One of several nodes may stay in its container while the pointer is outside of it. */
function isStillInside(before: Workflow, after: Workflow, node: string): boolean {
  const home = containerOf(before, "node", node);
  const point = after.layout.nodes[node];
  if (home === null || !point) return false;
  return holds(bounds(before, home), { x: point.x + TILE / 2, y: point.y + TILE / 2 });
}

/** Copies lie where the pointer left them; the originals stay. */
export function copyBy(selection: Selection, by: Point, container: string | null): void {
  const before = workflowNow();
  const copied = duplicate(before, selection);
  const from = corner(before, selection);
  const to = corner(copied.workflow, copied.selection);
  const rest = { x: from.x + by.x - to.x, y: from.y + by.y - to.y };
  edit("Copy", () => moved(copied.workflow, copied.selection, rest, container), {
    select: copied.selection,
  });
}

function corner(workflow: Workflow, selection: Selection): Point {
  const points = [
    ...[...selection.nodes].map((id) => workflow.layout.nodes[id]),
    ...[...selection.comments].map((id) => workflow.layout.comments[id]),
    ...[...selection.containers].map((id) => bounds(workflow, id)),
  ].filter((each) => each !== undefined);
  return { x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) };
}
