/** Where an arrow leads: along the connections to the right and the left, among siblings up and down. */
import { foldingOf } from "@/canvas/drawing/folded";
import { bounds, membersOf } from "@/model/commands/containers";
import { type Rect, splitPlace, TILE, type Workflow } from "@/model/document";
import { into, nodeOf, order, outOf } from "@/model/graph";
import { connectionKey } from "@/model/selection";
import { isSame, type Thing } from "./thing";

export type Direction = "left" | "right" | "up" | "down";

/** What lies in a direction; null where nothing does. */
export function walk(workflow: Workflow, from: Thing, direction: Direction): Thing | null {
  if (direction === "right") return upper(workflow, neighbours(workflow, from, "to"));
  if (direction === "left") return upper(workflow, neighbours(workflow, from, "from"));
  const step = direction === "down" ? 1 : -1;
  return sibling(workflow, from, step) ?? nearest(workflow, from, step);
}

/** The first or the last node in the order in which records flow. */
export function walkToEnd(workflow: Workflow, end: "first" | "last"): Thing | null {
  const names = order(workflow);
  const name = end === "first" ? names[0] : names.at(-1);
  return name === undefined ? null : drawn(workflow, name);
}

/** The next connection of a node, those that leave it first; from a connection, the next of the same node. */
export function walkConnections(
  workflow: Workflow,
  node: string,
  from: string | null,
  step: 1 | -1,
): Thing | null {
  const keys = [...outOf(workflow, node), ...into(workflow, node)].map(connectionKey);
  const at = from === null ? (step === 1 ? -1 : 0) : keys.indexOf(from);
  const key = keys[(at + step + keys.length) % keys.length];
  return key === undefined ? null : { kind: "connection", id: key };
}

/** Where a thing lies in the drawing. */
export function rectOf(workflow: Workflow, { kind, id }: Thing): Rect | null {
  if (kind === "comment") return workflow.layout.comments[id] ?? null;
  if (kind === "container") {
    if (!workflow.containers[id]) return null;
    const rect = bounds(workflow, id);
    return workflow.layout.containers[id]?.collapsed ? { ...rect, width: TILE, height: TILE } : rect;
  }
  if (kind === "node") {
    const point = workflow.layout.nodes[id];
    return point ? { ...point, width: TILE, height: TILE } : null;
  }
  const connection = workflow.connections.find((each) => connectionKey(each) === id);
  const ends = connection
    ? [connection.from, connection.to].map((place) => workflow.layout.nodes[nodeOf(place)])
    : [];
  const [one, other] = ends;
  if (!one || !other) return null;
  const [x, y] = [(one.x + other.x) / 2, (one.y + other.y) / 2];
  return { x, y, width: TILE, height: TILE };
}

/** What is drawn of a node: itself, or the folded container that hides it. */
function drawn(workflow: Workflow, node: string): Thing {
  const folded = foldingOf(workflow).nodes.get(node);
  return folded ? { kind: "container", id: folded } : { kind: "node", id: node };
}

function neighbours(workflow: Workflow, from: Thing, end: "from" | "to"): Thing[] {
  if (from.kind === "connection") {
    const connection = workflow.connections.find((each) => connectionKey(each) === from.id);
    return connection ? [drawn(workflow, nodeOf(connection[end]))] : [];
  }
  const nodes =
    from.kind === "node"
      ? [from.id]
      : from.kind === "container"
        ? [...membersOf(workflow, from.id).nodes]
        : [];
  const connections = nodes.flatMap((name) => (end === "to" ? outOf(workflow, name) : into(workflow, name)));
  const found = connections.map((each) => splitPlace(each[end])[0]).filter((name) => !nodes.includes(name));
  return unique(found.map((name) => drawn(workflow, name)));
}

/** What has a source or a target in common with a thing, and the thing itself, from top to bottom. */
function sibling(workflow: Workflow, from: Thing, step: 1 | -1): Thing | null {
  const around = [
    ...neighbours(workflow, from, "from").flatMap((each) => neighbours(workflow, each, "to")),
    ...neighbours(workflow, from, "to").flatMap((each) => neighbours(workflow, each, "from")),
  ];
  const siblings = sorted(workflow, unique([from, ...around]));
  return siblings[siblings.findIndex((each) => isSame(each, from)) + step] ?? null;
}

function nearest(workflow: Workflow, from: Thing, step: 1 | -1): Thing | null {
  const here = rectOf(workflow, from);
  if (!here) return null;
  const things = [
    ...Object.keys(workflow.nodes).map((name) => drawn(workflow, name)),
    ...Object.keys(workflow.layout.comments).map((id) => ({ kind: "comment" as const, id })),
  ];
  let best: { thing: Thing; distance: number } | null = null;
  for (const thing of things) {
    const rect = rectOf(workflow, thing);
    const down = rect ? (rect.y - here.y) * step : 0;
    if (!rect || down <= 0 || isSame(thing, from)) continue;
    const distance = down + 2 * Math.abs(rect.x - here.x);
    if (!best || distance < best.distance) best = { thing, distance };
  }
  return best?.thing ?? null;
}

const upper = (workflow: Workflow, things: Thing[]): Thing | null => sorted(workflow, things)[0] ?? null;

function sorted(workflow: Workflow, things: Thing[]): Thing[] {
  const at = (thing: Thing) => rectOf(workflow, thing) ?? { x: 0, y: 0 };
  return [...things].sort((one, other) => at(one).y - at(other).y || at(one).x - at(other).x);
}

function unique(things: readonly Thing[]): Thing[] {
  return things.filter((each, index) => things.findIndex((other) => isSame(each, other)) === index);
}
