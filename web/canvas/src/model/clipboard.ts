/** Copy and paste, as JSON text, so that it works between windows and by mail. */

import { bounds } from "./commands/frames";
import { withMembers } from "./commands/membership";
import { usedParameters } from "./commands/parameters";
import {
  type Comment,
  type ContainerLayout,
  normalise,
  type Point,
  type Workflow,
  type WorkflowConnection,
  type WorkflowContainer,
  type WorkflowNode,
} from "./document";
import { around, shifted, tile } from "./geometry";
import { nodeOf } from "./graph";
import { isObject } from "./json";
import { isName } from "./names";
import { everything, type Selection } from "./selection";
import type { Document, Parameter } from "./types";

export { duplicate, paste } from "./pasting";

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

/** What is selected as text: nodes, the connections among them, containers with all that is in them, comments. */
export function copy(workflow: Workflow, selection: Selection): string {
  return JSON.stringify(clipped(workflow, selection), null, 2);
}

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

/** What a text from the clipboard holds: a part of a workflow, or a whole workflow file; else null. */
export function read(text: string): Clip | null {
  const data = parsed(text);
  if (!isObject(data) || !isObject(data.nodes)) return null;
  const isClip = data["weft-clipboard"] === 1;
  if (!isClip && (!Object.hasOwn(data, "connections") || "weft-clipboard" in data)) return null;
  if (!isSound(data)) return null;
  const whole = normalise(data as Document);
  if (Object.keys(whole.nodes).length + Object.keys(whole.layout.comments).length === 0) return null;
  const clip = clipped(whole, everything(whole));
  const parameters = isClip ? whole.parameters : clip.parameters;
  const origin = isClip && isPoint(data.origin) ? data.origin : clip.origin;
  return { ...clip, parameters, origin };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether what stands in a text of anyone's is shaped as a workflow is. */
function isSound(data: Record<string, unknown>): boolean {
  const { nodes, connections = [], containers = {}, layout = {}, parameters = {} } = data;
  return (
    isRecordOf(nodes, (node) => typeof node.tool === "string" && isObject(node.settings ?? {})) &&
    Array.isArray(connections) &&
    connections.every(
      (each) => isObject(each) && typeof each.from === "string" && typeof each.to === "string",
    ) &&
    isRecordOf(containers, (each) => isNames(each.nodes ?? []) && isNames(each.containers ?? [])) &&
    isRecordOf(parameters, () => true) &&
    isObject(layout)
  );
}

function isRecordOf(value: unknown, fits: (item: Record<string, unknown>) => boolean): boolean {
  return (
    isObject(value) &&
    Object.entries(value).every(([name, each]) => isName(name) && isObject(each) && fits(each))
  );
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isPoint(value: unknown): value is Point {
  return isObject(value) && Number.isFinite(value.x) && Number.isFinite(value.y);
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
