/** Copy and paste, as JSON text, so that it works between windows and by mail. */
import { type Clip, clipped } from "./clip";
import { normalise, type Point, type Workflow } from "./document";
import { isObject } from "./json";
import { isName } from "./names";
import { everything, type Selection } from "./selection";
import type { Document } from "./types";

export type { Clip } from "./clip";
export { duplicate, paste } from "./pasting";

/** What is selected as text: nodes, the connections among them, containers with all that is in them, comments. */
export function copy(workflow: Workflow, selection: Selection): string {
  return JSON.stringify(clipped(workflow, selection), null, 2);
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
    connections.every((each) => isObject(each) && isPlace(each.from) && isPlace(each.to)) &&
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

function isPlace(value: unknown): boolean {
  return typeof value === "string" && /^[a-z][a-z0-9_]*\.[A-Za-z]\w*$/.test(value);
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isPoint(value: unknown): value is Point {
  return isObject(value) && Number.isFinite(value.x) && Number.isFinite(value.y);
}
