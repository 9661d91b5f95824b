/** Auto layout by dagre, from left to right: every container by itself, then as one block in what is around it. */
import { Graph, layout } from "@dagrejs/dagre";
import { place, resize } from "@/model/commands/placing";
import { GRID, type Point, type Rect, splitPlace, TILE, type Workflow } from "@/model/document";
import { snap, whole } from "@/model/geometry";

/** A tile with its label and note. */
const BLOCK = { width: TILE + 32, height: TILE + 48 };
const FRAME = { left: 40, top: 68, right: 40, bottom: 24 };
const START: Point = { x: 48, y: 48 };
const FOLDED = { width: TILE, height: TILE };

interface Places {
  nodes: Map<string, Point>;
  containers: Map<string, Rect>;
}

export function laidOut(workflow: Workflow): Workflow {
  const inner = new Set(Object.values(workflow.containers).flatMap((each) => each.containers));
  const held = new Set(Object.values(workflow.containers).flatMap((each) => each.nodes));
  const nodes = Object.keys(workflow.nodes).filter((name) => !held.has(name));
  const containers = Object.keys(workflow.containers).filter((id) => !inner.has(id));
  const { places } = arranged(workflow, nodes, containers);
  const { nodes: points, containers: rects } = shift(places, START);
  const moved = place(workflow, Object.fromEntries(points));
  return [...rects].reduce((result, [id, rect]) => resize(result, "container", id, rect), moved);
}

/** Lays out what stands directly in one place; blocks of containers first. The corner is at 0, 0. */
function arranged(
  workflow: Workflow,
  nodes: readonly string[],
  containers: readonly string[],
): { places: Places; size: Size } {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: "LR", nodesep: 24, ranksep: 64, edgesep: 16, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  const inside = new Map(containers.map((id) => [id, block(workflow, id)]));
  const owner = new Map<string, string>(nodes.map((name) => [name, `n ${name}`]));
  for (const name of nodes) graph.setNode(`n ${name}`, { ...BLOCK });
  for (const [id, { taken, places }] of inside) {
    graph.setNode(`c ${id}`, { ...taken });
    for (const name of places.nodes.keys()) owner.set(name, `c ${id}`);
  }
  for (const { from, to } of workflow.connections) {
    const source = owner.get(splitPlace(from)[0]);
    const target = owner.get(splitPlace(to)[0]);
    if (source && target && source !== target) graph.setEdge(source, target);
  }
  layout(graph);
  const places: Places = { nodes: new Map(), containers: new Map() };
  for (const name of nodes)
    places.nodes.set(name, cornerOf(graph, `n ${name}`, BLOCK, (BLOCK.width - TILE) / 2));
  for (const [id, each] of inside) {
    const at = cornerOf(graph, `c ${id}`, each.taken, 0);
    places.containers.set(id, { ...at, ...each.size });
    const within = shift(each.places, at);
    for (const [name, point] of within.nodes) places.nodes.set(name, point);
    for (const [name, rect] of within.containers) places.containers.set(name, rect);
  }
  // Corners are moved onto the grid: a step of it is room enough.
  const { width = TILE, height = TILE } = graph.graph() as { width?: number; height?: number };
  return { places, size: { width: width + GRID, height: height + GRID } };
}

interface Size {
  width: number;
  height: number;
}

/** A container as a block: its frame around what is in it, and the room that it takes; folded, that of a tile. */
function block(workflow: Workflow, id: string): { places: Places; size: Size; taken: Size } {
  const container = workflow.containers[id];
  const inner = arranged(workflow, container?.nodes ?? [], container?.containers ?? []);
  const size = {
    width: whole(inner.size.width) + FRAME.left + FRAME.right,
    height: whole(inner.size.height) + FRAME.top + FRAME.bottom,
  };
  const isFolded = workflow.layout.containers[id]?.collapsed === true;
  const places = shift(inner.places, { x: FRAME.left, y: FRAME.top });
  return { places, size, taken: isFolded ? FOLDED : size };
}

function cornerOf(graph: Graph, id: string, size: Size, inset: number): Point {
  const { x = 0, y = 0 } = graph.node(id) as Partial<Point>;
  return snap({ x: x - size.width / 2 + inset, y: y - size.height / 2 });
}

function shift({ nodes, containers }: Places, by: Point): Places {
  const moved = <P extends Point>(point: P): P => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  return {
    nodes: new Map([...nodes].map(([name, point]) => [name, moved(point)])),
    containers: new Map([...containers].map(([id, rect]) => [id, moved(rect)])),
  };
}
