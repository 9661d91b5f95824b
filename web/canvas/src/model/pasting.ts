/** Putting a part of a workflow into one, under new names. */
import { type Clip, clipped, moved } from "./clip";
import { freshComment } from "./commands/comments";
import { putInto } from "./commands/containers";
import { containerOf, topmost } from "./commands/membership";
import { mapValues, type Point, splitPlace, type Workflow } from "./document";
import { wholePoint } from "./geometry";
import { freshName, stem, takenNames } from "./names";
import { connectionKey, NOTHING, type Selection } from "./selection";

/** How far a copy stands from what it was copied from. */
const ASIDE = 32;

export interface Pasted {
  readonly workflow: Workflow;
  /** What is new. */
  readonly selection: Selection;
}

interface NewNames {
  readonly nodes: Readonly<Record<string, string>>;
  readonly containers: Readonly<Record<string, string>>;
  readonly comments: Readonly<Record<string, string>>;
}

/** Pastes with the upper left corner at a point; at none, beside where it came from. */
export function paste(workflow: Workflow, clip: Clip, at: Point | null): Pasted {
  if (isNothing(clip)) return { workflow, selection: NOTHING };
  const names = newNames(workflow, clip);
  const corner = wholePoint(at ?? beside(workflow, clip));
  const { layout } = workflow;
  const nodes = renamed(clip.nodes, names.nodes);
  const connections = clip.connections.map((each) => ({
    ...each,
    from: renamedPlace(each.from, names),
    to: renamedPlace(each.to, names),
  }));
  const containers = mapValues(renamed(clip.containers, names.containers), (each) => ({
    ...each,
    nodes: each.nodes.flatMap((name) => names.nodes[name] ?? []),
    containers: each.containers.flatMap((id) => names.containers[id] ?? []),
  }));
  const comments = mapValues(renamed(clip.layout.comments, names.comments), ({ container, ...each }) => {
    const home = container === undefined ? undefined : names.containers[container];
    return home === undefined ? each : { ...each, container: home };
  });
  const pasted: Workflow = {
    ...workflow,
    parameters: withMissing(workflow.parameters, clip.parameters),
    nodes: { ...workflow.nodes, ...nodes },
    connections: [...workflow.connections, ...connections],
    containers: { ...workflow.containers, ...containers },
    layout: {
      ...layout,
      nodes: { ...layout.nodes, ...moved(renamed(clip.layout.nodes, names.nodes), corner) },
      containers: {
        ...layout.containers,
        ...moved(renamed(clip.layout.containers, names.containers), corner),
      },
      comments: { ...layout.comments, ...moved(comments, corner) },
      notes: { ...layout.notes, ...renamed(clip.layout.notes, names.nodes) },
    },
  };
  const selection = {
    nodes: new Set(Object.keys(nodes)),
    connections: new Set(connections.map(connectionKey)),
    containers: new Set(Object.keys(containers)),
    comments: new Set(Object.keys(comments)),
  };
  return { workflow: pasted, selection };
}

/** A copy of what is selected, beside it and in the same containers. */
export function duplicate(workflow: Workflow, selection: Selection): Pasted {
  const clip = clipped(workflow, selection);
  const names = newNames(workflow, clip);
  const pasted = paste(workflow, clip, null);
  const { nodes, containers, comments } = topmost(workflow, selection);
  const homes = new Map<string, Record<"nodes" | "containers" | "comments", Set<string>>>();
  const settle = (kind: "node" | "container" | "comment", ids: ReadonlySet<string>) => {
    for (const id of ids) {
      const home = containerOf(workflow, kind, id);
      const copied = names[`${kind}s`][id];
      if (home === null || copied === undefined) continue;
      const guests = homes.get(home) ?? { nodes: new Set(), containers: new Set(), comments: new Set() };
      homes.set(home, guests);
      guests[`${kind}s`].add(copied);
    }
  };
  settle("node", nodes);
  settle("container", containers);
  settle("comment", comments);
  const settled = [...homes].reduce(
    (before, [home, guests]) => putInto(before, { ...NOTHING, ...guests }, home),
    pasted.workflow,
  );
  return { workflow: settled, selection: pasted.selection };
}

function isNothing({ nodes, containers, layout: { comments } }: Clip): boolean {
  return [nodes, containers, comments].every((each) => Object.keys(each).length === 0);
}

/** What is there keeps its value and its place in the form. */
function withMissing<Value>(
  there: Readonly<Record<string, Value>>,
  brought: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const missing = Object.entries(brought).filter(([name]) => !Object.hasOwn(there, name));
  return missing.length === 0 ? there : { ...there, ...Object.fromEntries(missing) };
}

function newNames(workflow: Workflow, clip: Clip): NewNames {
  return {
    nodes: freshNames(Object.keys(clip.nodes), takenNames(workflow), freshName),
    containers: freshNames(Object.keys(clip.containers), Object.keys(workflow.containers), freshName),
    comments: freshNames(
      Object.keys(clip.layout.comments),
      Object.keys(workflow.layout.comments),
      (_, taken) => freshComment(taken),
    ),
  };
}

function freshNames(
  names: readonly string[],
  known: readonly string[],
  fresh: (base: string, taken: readonly string[]) => string,
): Record<string, string> {
  const taken = [...known];
  const found: Record<string, string> = {};
  for (const name of names) {
    const next = taken.includes(name) ? fresh(stem(name), taken) : name;
    found[name] = next;
    taken.push(next);
  }
  return found;
}

function renamed<Value>(
  record: Readonly<Record<string, Value>>,
  names: Readonly<Record<string, string>>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, each]) => [names[name] ?? name, each]));
}

function renamedPlace(place: string, names: NewNames): string {
  const [node, anchor] = splitPlace(place);
  return `${names.nodes[node] ?? node}.${anchor}`;
}

/** Beside where it came from, and further off where a copy stands there already. */
function beside(workflow: Workflow, clip: Clip): Point {
  const taken = new Set([
    ...Object.values(workflow.layout.nodes).map(spot),
    ...Object.values(workflow.layout.comments).map(spot),
  ]);
  const places = [...Object.values(clip.layout.nodes), ...Object.values(clip.layout.comments)];
  let corner = clip.origin;
  do {
    corner = { x: corner.x + ASIDE, y: corner.y + ASIDE };
  } while (places.some((each) => taken.has(spot({ x: each.x + corner.x, y: each.y + corner.y }))));
  return corner;
}

function spot(point: Point): string {
  return `${point.x} ${point.y}`;
}
