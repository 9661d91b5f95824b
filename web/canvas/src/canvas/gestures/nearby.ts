/** What lies near a point of the drawing: anchors to connect with, containers to lie in. */
import { bounds } from "@/model/commands/containers";
import { type Point, TILE, type Workflow } from "@/model/document";
import { holds } from "@/model/geometry";
import { inputsOf, outputsOf, type ToolsById } from "@/model/graph";
import { ANCHOR, anchorPlace } from "../drawing/anchors";
import { type Folding, foldingOf } from "../drawing/folded";
import type { Loose } from "../state/connecting";

/** How far a dropped tile may be from an anchor to be connected with it. */
const REACH = 96;

/** The anchor that a tile dropped here would be connected with: an output at its left, or an input at its right. */
export function nearestAnchor(workflow: Workflow, tools: ToolsById, corner: Point): Loose | null {
  const folding = foldingOf(workflow);
  const left = { x: corner.x, y: corner.y + TILE / 2 };
  const right = { x: corner.x + TILE, y: corner.y + TILE / 2 };
  let best: { end: Loose; distance: number } | null = null;
  const consider = (end: Loose, anchor: Point, to: Point) => {
    const ahead = end.side === "output" ? to.x - anchor.x : anchor.x - to.x;
    const distance = Math.hypot(to.x - anchor.x, to.y - anchor.y);
    if (ahead < 0 || distance > REACH || (best && best.distance <= distance)) return;
    best = { end, distance };
  };
  for (const name of Object.keys(workflow.nodes)) {
    const point = workflow.layout.nodes[name];
    // Only what is close is looked at more closely.
    if (!point || folding.nodes.has(name) || Math.abs(point.x - corner.x) > 3 * TILE + REACH) continue;
    const outputs = outputsOf(workflow, name, tools);
    outputs.forEach((anchor, index) => {
      const place = anchorPlace("output", index, outputs.length);
      const at = { x: point.x + place.x + ANCHOR, y: point.y + place.y + ANCHOR / 2 };
      consider({ place: `${name}.${anchor.name}`, side: "output" }, at, left);
    });
    const inputs = inputsOf(workflow, name, tools);
    inputs.forEach((anchor, index) => {
      const place = anchorPlace("input", index, inputs.length);
      const at = { x: point.x + place.x, y: point.y + place.y + ANCHOR / 2 };
      const isTaken = workflow.connections.some((each) => each.to === `${name}.${anchor.name}`);
      if (!isTaken || anchor.many) consider({ place: `${name}.${anchor.name}`, side: "input" }, at, right);
    });
  }
  return (best as { end: Loose } | null)?.end ?? null;
}

/** The connection under a point of the window, whatever lies above it. */
export function connectionUnder({ x, y }: Point): string | null {
  const ids = document
    .elementsFromPoint(x, y)
    .map((each) => each.closest<HTMLElement>(".react-flow__edge")?.dataset.id);
  return ids.find((id) => id !== undefined) ?? null;
}

/** The innermost container at a point, but for those that are themselves on the move. */
export function containerUnder(
  workflow: Workflow,
  point: Point,
  moving: ReadonlySet<string> = new Set(),
  folding: Folding = foldingOf(workflow),
): string | null {
  let found: string | null = null;
  let deepest = -1;
  for (const id of Object.keys(workflow.containers)) {
    const depth = folding.depth.get(id) ?? 0;
    if (depth <= deepest || folding.containers.has(id) || isInside(workflow, id, moving)) continue;
    const rect = bounds(workflow, id);
    const isFolded = workflow.layout.containers[id]?.collapsed === true;
    if (!holds(isFolded ? { ...rect, width: TILE, height: TILE } : rect, point)) continue;
    found = id;
    deepest = depth;
  }
  return found;
}

/** Whether a container is one of these, or lies in one of them. */
function isInside(workflow: Workflow, id: string, outer: ReadonlySet<string>): boolean {
  for (let each: string | undefined = id; each !== undefined; ) {
    if (outer.has(each)) return true;
    const inner: string = each;
    each = Object.keys(workflow.containers).find((other) =>
      workflow.containers[other]?.containers.includes(inner),
    );
  }
  return false;
}
