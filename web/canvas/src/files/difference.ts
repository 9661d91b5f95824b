/** What differs between two workflows, in plain words. */
import type { Workflow, WorkflowConnection, WorkflowNode } from "@/model/document";
import { isObject, same } from "@/model/json";
import { connectionKey } from "@/model/selection";
import type { JsonValue } from "@/model/types";

export interface Difference {
  kind: "added" | "removed" | "changed";
  text: string;
}

type Label = (node: WorkflowNode) => string;

/** From one workflow to another: what came, what went, what is different. */
export function differences(from: Workflow, to: Workflow, label: Label): Difference[] {
  return [
    ...properties(from, to),
    ...nodes(from, to, label),
    ...connections(from, to, label),
    ...containers(from, to),
    ...parameters(from, to),
    ...appearance(from, to),
  ];
}

function properties(from: Workflow, to: Workflow): Difference[] {
  return (["title", "description"] as const)
    .filter((key) => from[key] !== to[key])
    .map((key) => ({ kind: "changed", text: `The ${key}: ${change(from[key], to[key])}` }));
}

function nodes(from: Workflow, to: Workflow, label: Label): Difference[] {
  return keysOf(from.nodes, to.nodes).flatMap((name): Difference[] => {
    const before = from.nodes[name];
    const after = to.nodes[name];
    if (!before && after) return [{ kind: "added", text: label(after) }];
    if (before && !after) return [{ kind: "removed", text: label(before) }];
    if (!before || !after || same(before, after)) return [];
    return nodeChanges(before, after).map((text) => ({ kind: "changed", text: `${label(after)}: ${text}` }));
  });
}

const MOST_SETTINGS = 4;

function nodeChanges(before: WorkflowNode, after: WorkflowNode): string[] {
  const settings = settingChanges(before.settings, after.settings, "");
  const shown = settings.slice(0, MOST_SETTINGS);
  const more = settings.length - shown.length;
  return [
    ...(before.tool !== after.tool || before.version !== after.version ? ["another tool or version"] : []),
    ...(before.title !== after.title ? [`its name, ${change(before.title, after.title)}`] : []),
    ...(before.enabled !== after.enabled ? [after.enabled ? "switched on" : "switched off"] : []),
    ...(before.pinned !== after.pinned ? [after.pinned ? "pinned" : "no longer pinned"] : []),
    ...shown,
    ...(more > 0 ? [`${more} more settings`] : []),
  ];
}

function settingChanges(before: JsonValue, after: JsonValue, path: string): string[] {
  if (same(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [`${path}, ${change(before, after)}`];
  return keysOf(before, after).flatMap((key) =>
    settingChanges(before[key], after[key], path ? `${path}.${key}` : key),
  );
}

function connections(from: Workflow, to: Workflow, label: Label): Difference[] {
  const before = new Map(from.connections.map((each) => [connectionKey(each), each]));
  const after = new Map(to.connections.map((each) => [connectionKey(each), each]));
  const said = (workflow: Workflow, each: WorkflowConnection) =>
    `Connection from ${end(workflow, each.from, label)} to ${end(workflow, each.to, label)}`;
  const added = [...after].filter(([key]) => !before.has(key));
  const removed = [...before].filter(([key]) => !after.has(key));
  const renamed = [...after].filter(([key, each]) => before.has(key) && before.get(key)?.name !== each.name);
  return [
    ...added.map(([, each]): Difference => ({ kind: "added", text: said(to, each) })),
    ...removed.map(([, each]): Difference => ({ kind: "removed", text: said(from, each) })),
    ...renamed.map(([, each]): Difference => ({ kind: "changed", text: `${said(to, each)}: its name` })),
  ];
}

function containers(from: Workflow, to: Workflow): Difference[] {
  return keysOf(from.containers, to.containers).flatMap((id): Difference[] => {
    const before = from.containers[id];
    const after = to.containers[id];
    const text = `Container ${after?.title || before?.title || id}`;
    if (!before) return [{ kind: "added", text }];
    if (!after) return [{ kind: "removed", text }];
    return same(before, after) ? [] : [{ kind: "changed", text }];
  });
}

function parameters(from: Workflow, to: Workflow): Difference[] {
  return keysOf(from.parameters, to.parameters).flatMap((name): Difference[] => {
    const text = `Parameter ${name}`;
    if (!from.parameters[name]) return [{ kind: "added", text }];
    if (!to.parameters[name]) return [{ kind: "removed", text }];
    return same(from.parameters[name], to.parameters[name]) ? [] : [{ kind: "changed", text }];
  });
}

function appearance(from: Workflow, to: Workflow): Difference[] {
  const both = keysOf(from.nodes, to.nodes).filter((name) => from.nodes[name] && to.nodes[name]);
  const moved = both.filter((name) => !same(from.layout.nodes[name], to.layout.nodes[name])).length;
  const notes = !same(from.layout.notes, to.layout.notes) || !same(from.layout.comments, to.layout.comments);
  const frames = !same(from.layout.containers, to.layout.containers);
  return [
    ...(moved ? [`The place of ${moved} ${moved === 1 ? "node" : "nodes"}`] : []),
    ...(notes ? ["Notes and comments"] : []),
    ...(frames ? ["The place or look of containers"] : []),
  ].map((text) => ({ kind: "changed", text }));
}

function end(workflow: Workflow, place: string, label: Label): string {
  const [name = "", anchor = ""] = place.split(".", 2);
  const node = workflow.nodes[name];
  return `${node ? label(node) : name} (${anchor})`;
}

function change(before: JsonValue, after: JsonValue): string {
  return `${short(before)} → ${short(after)}`;
}

function short(value: JsonValue): string {
  if (value === undefined || value === "") return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 48 ? `${text.slice(0, 45)}…` : text;
}

function keysOf(one: object, two: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(two)])];
}
