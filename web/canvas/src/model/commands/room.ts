/** Room for a node among those that it was put between: what lies behind it moves to the right. */
import { GRID, type Point, type Workflow } from "../document";
import { STEP } from "../geometry";
import { descendants, into, nodeOf, outOf } from "../graph";
import { NOTHING } from "../selection";
import { move } from "./placing";

/**
 * The node right of what feeds it, and what it feeds right of it, with all that hangs there and all that would be
 * covered. Connections that lead to the left stay as they are: whoever draws so wants it.
 */
export function makeRoom(workflow: Workflow, node: string): Workflow {
  const { nodes } = workflow.layout;
  const at = nodes[node];
  const xOf = (name: string): number => nodes[name]?.x ?? 0;
  const sources = into(workflow, node).map((each) => xOf(nodeOf(each.from)));
  const targets = outOf(workflow, node).map((each) => nodeOf(each.to));
  const from = Math.max(...sources);
  const to = Math.min(...targets.map(xOf));
  if (!at || to <= from || !Number.isFinite(to - from)) return workflow;
  const x = Math.max(at.x, from + STEP.x);
  const aside = shiftedBy(workflow, new Set([node]), x - at.x);
  const wanted = Math.ceil((x + STEP.x - to) / GRID) * GRID;
  if (wanted <= 0) return aside;
  const behind = new Set(
    targets.flatMap((each) => [...descendants(workflow, each)]).filter((each) => xOf(each) > from),
  );
  return shiftedBy(aside, pushed(aside, behind, wanted), wanted);
}

/** What moves, and what it would come to lie upon. */
function pushed(workflow: Workflow, moving: ReadonlySet<string>, by: number): Set<string> {
  const { nodes } = workflow.layout;
  const found = new Set(moving);
  for (const name of found) {
    const here = nodes[name];
    if (!here) continue;
    const there = { ...here, x: here.x + by };
    for (const [other, place] of Object.entries(nodes))
      if (place.x > here.x && isTight(there, place) && !isTight(here, place)) found.add(other);
  }
  return found;
}

/** Whether connections between two nodes would find no room. */
function isTight(one: Point, other: Point): boolean {
  return Math.abs(one.x - other.x) < STEP.x && Math.abs(one.y - other.y) < STEP.y - GRID;
}

/** Containers of their own size grow with what moves in them, or move where all of it does. */
function shiftedBy(workflow: Workflow, names: ReadonlySet<string>, by: number): Workflow {
  if (by === 0) return workflow;
  const whole = new Set<string>();
  const layouts = { ...workflow.layout.containers };
  for (const [id, container] of Object.entries(workflow.containers)) {
    const inside = container.nodes.filter((name) => names.has(name)).length;
    const frame = layouts[id];
    if (inside && inside === container.nodes.length && !container.containers.length) whole.add(id);
    else if (inside && frame?.width && !frame.collapsed) layouts[id] = { ...frame, width: frame.width + by };
  }
  const grown = { ...workflow, layout: { ...workflow.layout, containers: layouts } };
  return move(grown, { ...NOTHING, nodes: names, containers: whole }, { x: by, y: 0 });
}
