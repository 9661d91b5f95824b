/** Commands that move things about. They change the layout and nothing else. */
import type { Comment, ContainerLayout, Point, Rect, Workflow } from "../document";
import { around, shifted, tile, whole, wholePoint } from "../geometry";
import { only, type Selection } from "../selection";
import { bounds } from "./frames";
import { containerOf, topmost, withMembers } from "./membership";

export { snap } from "../geometry";

/** Moves what is selected; containers take along all that is in them. */
export function move(workflow: Workflow, selection: Selection, by: Point): Workflow {
  const step = wholePoint(by);
  if (step.x === 0 && step.y === 0) return workflow;
  const { nodes, containers, comments } = withMembers(workflow, selection);
  const { layout } = workflow;
  const shift = <Place extends Point>(place: Place): Place => shifted(place, step);
  const changed = {
    nodes: changedWhere(layout.nodes, nodes, shift),
    containers: changedWhere(layout.containers, containers, (frame) => shiftedFrame(frame, step)),
    comments: changedWhere(layout.comments, comments, shift),
  };
  return withLayout(workflow, changed);
}

/** A frame that fits itself around its members follows them anyway. */
function shiftedFrame(frame: ContainerLayout, by: Point): ContainerLayout {
  const { x, y } = frame;
  return x === undefined || y === undefined ? frame : { ...frame, x: x + by.x, y: y + by.y };
}

/** Puts nodes where one says, and lets the containers around them fit themselves anew: for automatic layout. */
export function place(workflow: Workflow, points: Readonly<Record<string, Point>>): Workflow {
  const names = new Set(Object.keys(points));
  const nodes = changedWhere(workflow.layout.nodes, names, (before, name) => {
    const after = wholePoint(points[name] ?? before);
    return after.x === before.x && after.y === before.y ? before : after;
  });
  if (nodes === workflow.layout.nodes) return workflow;
  const homes = new Set<string>();
  for (const name of names) {
    if (nodes[name] === workflow.layout.nodes[name]) continue;
    let home = containerOf(workflow, "node", name);
    for (; home !== null && !homes.has(home); home = containerOf(workflow, "container", home))
      homes.add(home);
  }
  const containers = changedWhere(workflow.layout.containers, homes, (frame) => {
    const { x: _x, y: _y, width, height, ...look } = frame;
    return width === undefined && height === undefined ? frame : look;
  });
  return withLayout(workflow, { nodes, containers });
}

/** Gives a container or a comment its own rectangle. */
export function resize(workflow: Workflow, kind: "container" | "comment", id: string, rect: Rect): Workflow {
  const size = {
    ...wholePoint(rect),
    width: Math.max(1, whole(rect.width)),
    height: Math.max(1, whole(rect.height)),
  };
  if (kind === "comment") {
    const comments = changedWhere(workflow.layout.comments, new Set([id]), (each) => resized(each, size));
    return withLayout(workflow, { comments });
  }
  if (!workflow.containers[id]) return workflow;
  const before = workflow.layout.containers[id] ?? {};
  const after = resized<ContainerLayout>(before, size);
  if (after === before) return workflow;
  return withLayout(workflow, { containers: { ...workflow.layout.containers, [id]: after } });
}

function resized<Placed extends Partial<Rect>>(before: Placed, size: Rect): Placed {
  const isSame = (["x", "y", "width", "height"] as const).every((key) => before[key] === size[key]);
  return isSame ? before : { ...before, ...size };
}

export type Edge = "left" | "right" | "top" | "bottom" | "center" | "middle";

/** Aligns what is selected: `center` on a vertical line, `middle` on a horizontal one. */
export function align(workflow: Workflow, selection: Selection, edge: Edge): Workflow {
  const things = selected(workflow, selection);
  const box = around(things.map((each) => each.rect));
  if (!box || things.length < 2) return workflow;
  return things.reduce((before, { alone, rect }) => move(before, alone, wayTo(edge, rect, box)), workflow);
}

function wayTo(edge: Edge, rect: Rect, box: Rect): Point {
  switch (edge) {
    case "left":
      return { x: box.x - rect.x, y: 0 };
    case "right":
      return { x: box.x + box.width - rect.x - rect.width, y: 0 };
    case "center":
      return { x: box.x + (box.width - rect.width) / 2 - rect.x, y: 0 };
    case "top":
      return { x: 0, y: box.y - rect.y };
    case "bottom":
      return { x: 0, y: box.y + box.height - rect.y - rect.height };
    case "middle":
      return { x: 0, y: box.y + (box.height - rect.height) / 2 - rect.y };
  }
}

/** Makes the gaps between the selected things equal; the outermost two stay. */
export function distribute(workflow: Workflow, selection: Selection, axis: "x" | "y"): Workflow {
  const length = axis === "x" ? "width" : "height";
  const things = selected(workflow, selection).sort((one, other) => one.rect[axis] - other.rect[axis]);
  const box = around(things.map((each) => each.rect));
  if (!box || things.length < 3) return workflow;
  const gap = (box[length] - things.reduce((sum, each) => sum + each.rect[length], 0)) / (things.length - 1);
  let next = box[axis];
  return things.reduce((before, { alone, rect }) => {
    const by = next - rect[axis];
    next += rect[length] + gap;
    return move(before, alone, axis === "x" ? { x: by, y: 0 } : { x: 0, y: by });
  }, workflow);
}

/** The rectangle around what is selected; null around nothing. */
export function rectAround(workflow: Workflow, selection: Selection): Rect | null {
  return around(selected(workflow, selection).map((each) => each.rect));
}

interface Thing {
  readonly alone: Selection;
  readonly rect: Rect;
}

/** What is selected, each with where it stands; what is in a selected container is a part of that. */
function selected(workflow: Workflow, selection: Selection): Thing[] {
  const { nodes, containers, comments } = topmost(workflow, selection);
  const { layout } = workflow;
  return [
    ...[...nodes].map((id) => ({ alone: only("node", id), rect: tile(layout.nodes[id] ?? { x: 0, y: 0 }) })),
    ...[...containers].map((id) => ({ alone: only("container", id), rect: bounds(workflow, id) })),
    ...[...comments].map((id) => ({ alone: only("comment", id), rect: layout.comments[id] as Comment })),
  ];
}

function changedWhere<Value>(
  record: Readonly<Record<string, Value>>,
  names: ReadonlySet<string>,
  change: (value: Value, name: string) => Value,
): Readonly<Record<string, Value>> {
  let changed: Record<string, Value> | null = null;
  for (const name of names) {
    const before = record[name];
    const after = before === undefined ? before : change(before, name);
    if (after === undefined || after === before) continue;
    changed ??= { ...record };
    changed[name] = after;
  }
  return changed ?? record;
}

function withLayout(
  workflow: Workflow,
  parts: Partial<Pick<Workflow["layout"], "nodes" | "containers" | "comments">>,
): Workflow {
  const { layout } = workflow;
  const { nodes = layout.nodes, containers = layout.containers, comments = layout.comments } = parts;
  if (nodes === layout.nodes && containers === layout.containers && comments === layout.comments)
    return workflow;
  return { ...workflow, layout: { ...layout, nodes, containers, comments } };
}
