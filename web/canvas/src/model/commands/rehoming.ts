/** Into a container and out of one without dragging: what changes its home moves to where that can be seen. */
import { GRID, type Workflow } from "../document";
import type { Selection } from "../selection";
import { putInto } from "./containers";
import { bounds } from "./frames";
import { containerOf, topmost } from "./membership";
import { move, rectAround, resize } from "./placing";

/** Puts what is selected into a container, below all that is in it; or with null out of all, below the outermost. */
export function rehome(workflow: Workflow, selection: Selection, goal: string | null): Workflow {
  const around = goal ?? outermost(workflow, selection);
  const rect = rectAround(workflow, selection);
  const put = putInto(workflow, selection, goal);
  if (put === workflow || around === null || !rect) return put;
  const frame = bounds(workflow, around);
  const isInside = goal !== null;
  const bottom = frame.y + frame.height;
  const moved = move(put, selection, {
    x: isInside ? frame.x + 2 * GRID - rect.x : 0,
    y: bottom + (isInside ? 0 : 2 * GRID) - rect.y,
  });
  const isFixed = workflow.layout.containers[around]?.height !== undefined;
  if (!isInside || !isFixed) return moved;
  const width = Math.max(frame.width, rect.width + 4 * GRID);
  return resize(moved, "container", around, {
    ...frame,
    width,
    height: frame.height + rect.height + 3 * GRID,
  });
}

/** The container around all others that hold the first of the selected things. */
function outermost(workflow: Workflow, selection: Selection): string | null {
  const { nodes, containers, comments } = topmost(workflow, selection);
  const homes = [
    ...[...nodes].map((id) => containerOf(workflow, "node", id)),
    ...[...containers].map((id) => containerOf(workflow, "container", id)),
    ...[...comments].map((id) => containerOf(workflow, "comment", id)),
  ];
  let home = homes.find((each) => each !== null) ?? null;
  const seen = new Set<string>();
  while (home !== null && !seen.has(home)) {
    seen.add(home);
    const next = containerOf(workflow, "container", home);
    if (next === null) return home;
    home = next;
  }
  return home;
}
