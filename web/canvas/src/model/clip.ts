/** A part of a workflow, cut out to stand elsewhere. */
import { bounds } from "./commands/frames";
import { withMembers } from "./commands/membership";
import { usedParameters } from "./commands/parameters";
import type {
  Comment,
  ContainerLayout,
  Point,
  Workflow,
  WorkflowConnection,
  WorkflowContainer,
  WorkflowNode,
} from "./document";
import { around, shifted, tile } from "./geometry";
import { nodeOf } from "./graph";
import type { Selection } from "./selection";
import type { Parameter } from "./types";

/** A part of a workflow. Places count from its upper left corner, which stood at `origin`. */
export interface Clip {
  readonly "weft-clipboard": 1;
  readonly nodes: Readonly<Record<string, WorkflowNode>>;
  readonly connections: readonly WorkflowConnection[];
  readonly containers: Readonly<Record<string, WorkflowContainer>>;
  /** Those that the settings use: they come along to a workflow that has none of that name. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly origin: Point;
  readonly layout: {
    readonly nodes: Readonly<Record<string, Point>>;
    readonly containers: Readonly<Record<string, ContainerLayout>>;
    readonly comments: Readonly<Record<string, Comment>>;
    readonly notes: Readonly<Record<string, string>>;
  };
}

/** Nodes, the connections among them, containers with all that is in them, and comments. */
export function clipped(workflow: Workflow, selection: Selection): Clip {
  const { layout } = workflow;
  const chosen = withMembers(workflow, selection);
  const nodes = picked(workflow.nodes, chosen.nodes);
  const containers = picked(workflow.containers, chosen.containers);
  const comments = picked(layout.comments, chosen.comments);
  const places = picked(layout.nodes, new Set(Object.keys(nodes)));
  const frames = Object.keys(containers).map((id) => bounds(workflow, id));
  const corner = around([...Object.values(places).map(tile), ...frames, ...Object.values(comments)]);
  const origin = { x: corner?.x ?? 0, y: corner?.y ?? 0 };
  const back = { x: -origin.x, y: -origin.y };
  const used = usedParameters(Object.values(nodes).map((node) => node.settings));
  return {
    "weft-clipboard": 1,
    nodes,
    connections: workflow.connections.filter((each) => nodes[nodeOf(each.from)] && nodes[nodeOf(each.to)]),
    containers,
    parameters: picked(workflow.parameters, used),
    origin,
    layout: {
      nodes: moved(places, back),
      containers: moved(picked(layout.containers, chosen.containers), back),
      comments: moved(comments, back),
      notes: picked(layout.notes, new Set(Object.keys(nodes))),
    },
  };
}

function picked<Value>(
  record: Readonly<Record<string, Value>>,
  names: ReadonlySet<string>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.has(name)));
}

/** The same things elsewhere; what has no place of its own keeps none. */
export function moved<Place extends Partial<Point>>(
  places: Readonly<Record<string, Place>>,
  by: Point,
): Record<string, Place> {
  return Object.fromEntries(
    Object.entries(places).map(([name, each]) => {
      const { x, y } = each;
      return [name, x === undefined || y === undefined ? each : shifted({ ...each, x, y }, by)];
    }),
  );
}
