/** What is selected on the canvas. Immutable; no part of the document. */
import type { Workflow } from "./document";

export interface Selection {
  readonly nodes: ReadonlySet<string>;
  readonly connections: ReadonlySet<string>;
  readonly containers: ReadonlySet<string>;
  readonly comments: ReadonlySet<string>;
}

export type Kind = "node" | "connection" | "container" | "comment";

const NONE: ReadonlySet<string> = new Set();
const PARTS = {
  node: "nodes",
  connection: "connections",
  container: "containers",
  comment: "comments",
} as const;

export const NOTHING: Selection = { nodes: NONE, connections: NONE, containers: NONE, comments: NONE };

/** What a connection is called in a selection: `from>to`. */
export function connectionKey(connection: { readonly from: string; readonly to: string }): string {
  return `${connection.from}>${connection.to}`;
}

/** One thing and nothing else. */
export function only(kind: Kind, id: string): Selection {
  return { ...NOTHING, [PARTS[kind]]: new Set([id]) };
}

/** Adds a thing, or takes it away where it is selected. */
export function toggle(selection: Selection, kind: Kind, id: string): Selection {
  const ids = new Set(selection[PARTS[kind]]);
  if (!ids.delete(id)) ids.add(id);
  return { ...selection, [PARTS[kind]]: ids };
}

export function everything(workflow: Workflow): Selection {
  return {
    nodes: new Set(Object.keys(workflow.nodes)),
    connections: new Set(workflow.connections.map(connectionKey)),
    containers: new Set(Object.keys(workflow.containers)),
    comments: new Set(Object.keys(workflow.layout.comments)),
  };
}

/** The selection without what the workflow no longer has; the same object where nothing is gone. */
export function pruned(selection: Selection, workflow: Workflow): Selection {
  const known = everything(workflow);
  const kept: Selection = {
    nodes: common(selection.nodes, known.nodes),
    connections: common(selection.connections, known.connections),
    containers: common(selection.containers, known.containers),
    comments: common(selection.comments, known.comments),
  };
  return size(kept) === size(selection) ? selection : kept;
}

export function isEmpty(selection: Selection): boolean {
  return size(selection) === 0;
}

/** The node that alone is selected, whatever else than nodes is. */
export function soleNode(selection: Selection): string | null {
  const [node, ...more] = selection.nodes;
  return node !== undefined && more.length === 0 ? node : null;
}

/** How many things are selected. */
export function size(selection: Selection): number {
  const { nodes, connections, containers, comments } = selection;
  return nodes.size + connections.size + containers.size + comments.size;
}

function common(ids: ReadonlySet<string>, known: ReadonlySet<string>): Set<string> {
  return new Set([...ids].filter((id) => known.has(id)));
}
