/** Auto layout by dagre, from left to right: every container by itself, then as one block in what is around it. */
import { Graph, layout } from "@dagrejs/dagre";
import { place, resize } from "@/model/commands/placing";
import { type Point, type Rect, splitPlace, TILE, type Workflow } from "@/model/document";
import { snap } from "@/model/geometry";

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
  const moved = place(workflow, Object.fromEntries(shift(places, START).nodes));
  let result = moved;
  for (const [id, rect] of shift(places, START).containers)
    if (rect.width > TILE || rect.height > TILE) result = resize(result, "container", id, rect);
    else result = folded(result, id, rect);
  return result;
}

/** Lays out what stands directly in one place; blocks of containers first. The corner is at 0, 0. */
function arranged(workflow: Workflow, nodes: readonly string[], containers: readonly string[]) {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: "LR", nodesep: 24, ranksep: 64, edgesep: 16, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  const inside = new Map(containers.map((id) => [id, block(workflow, id)]));
  const owner = new Map<string, string>(nodes.map((name) => [name, `n ${name}`]));
  for (const name of nodes) graph.setNode(`n ${name}`, { ...BLOCK });
  for (const [id, { size, places }] of inside) {
    graph.setNode(`c ${id}`, { ...size });
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
    const at = cornerOf(graph, `c ${id}`, each.size, 0);
    places.containers.set(id, { ...at, ...each.size });
    const within = shift(each.places, at);
    for (const [name, point] of within.nodes) places.nodes.set(name, point);
    for (const [name, rect] of within.containers) places.containers.set(name, rect);
  }
  return { places, size: sizeOf(places) };
}

/** A container as a block: its frame around what is in it. */
function block(workflow: Workflow, id: string): { places: Places; size: { width: number; height: number } } {
  const container = workflow.containers[id];
  const { places, size } = arranged(workflow, container?.nodes ?? [], container?.containers ?? []);
  const framed = {
    width: size.width + FRAME.left + FRAME.right,
    height: size.height + FRAME.top + FRAME.bottom,
  };
  const isFolded = workflow.layout.containers[id]?.collapsed === true;
  return { places: shift(places, { x: FRAME.left, y: FRAME.top }), size: isFolded ? FOLDED : framed };
}

function cornerOf(graph: Graph, id: string, size: { width: number; height: number }, inset: number): Point {
  const { x = 0, y = 0 } = graph.node(id) as Partial<Point>;
  return snap({ x: x - size.width / 2 + inset, y: y - size.height / 2 });
}

function sizeOf({ nodes, containers }: Places): { width: number; height: number } {
  const rights = [
    ...[...nodes.values()].map(({ x }) => x + TILE),
    ...[...containers.values()].map((r) => r.x + r.width),
  ];
  const bottoms = [
    ...[...nodes.values()].map(({ y }) => y + BLOCK.height),
    ...[...containers.values()].map((r) => r.y + r.height),
  ];
  return { width: Math.max(TILE, ...rights), height: Math.max(TILE, ...bottoms) };
}

function shift({ nodes, containers }: Places, by: Point): Places {
  const moved = <P extends Point>(point: P): P => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  return {
    nodes: new Map([...nodes].map(([name, point]) => [name, moved(point)])),
    containers: new Map([...containers].map(([id, rect]) => [id, moved(rect)])),
  };
}

/** A folded container keeps its unfolded size. */
function folded(workflow: Workflow, id: string, at: Point): Workflow {
  const { width = TILE * 3, height = TILE * 3 } = workflow.layout.containers[id] ?? {};
  return resize(workflow, "container", id, { x: at.x, y: at.y, width, height });
}
