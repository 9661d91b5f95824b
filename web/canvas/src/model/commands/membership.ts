/** Who is in which container. */
import type { Workflow } from "../document";
import type { Kind, Selection } from "../selection";

/** What is in a container, through any depth. */
export interface Members {
  readonly nodes: string[];
  readonly containers: string[];
  readonly comments: string[];
}

/** The container in which a thing stands directly. */
export function containerOf(
  workflow: Workflow,
  kind: Exclude<Kind, "connection">,
  id: string,
): string | null {
  if (kind === "comment") {
    const home = workflow.layout.comments[id]?.container;
    return home !== undefined && workflow.containers[home] ? home : null;
  }
  const part = kind === "node" ? "nodes" : "containers";
  return (
    Object.keys(workflow.containers).find((each) => workflow.containers[each]?.[part].includes(id)) ?? null
  );
}

/** All that is in a container, through any depth; in a hand-written file they may go round in a circle. */
export function membersOf(workflow: Workflow, id: string): Members {
  const inner = new Set([id]);
  for (const each of inner)
    for (const found of workflow.containers[each]?.containers ?? [])
      if (workflow.containers[found]) inner.add(found);
  const nodes = [...inner].flatMap((each) => workflow.containers[each]?.nodes ?? []);
  const comments = Object.entries(workflow.layout.comments)
    .filter(([, comment]) => comment.container !== undefined && inner.has(comment.container))
    .map(([name]) => name);
  inner.delete(id);
  return { nodes: nodes.filter((name) => workflow.nodes[name]), containers: [...inner], comments };
}

/** The selection without what is in a selected container anyway, and without what is not there. */
export function topmost(workflow: Workflow, selection: Selection): Selection {
  const inside = insideOf(workflow, selection.containers);
  const { nodes, containers, layout } = workflow;
  return {
    nodes: new Set([...selection.nodes].filter((id) => nodes[id] && !inside.nodes.has(id))),
    connections: selection.connections,
    containers: new Set(
      [...selection.containers].filter((id) => containers[id] && !inside.containers.has(id)),
    ),
    comments: new Set(
      [...selection.comments].filter((id) => layout.comments[id] && !inside.comments.has(id)),
    ),
  };
}

/** The selection with all that is in the selected containers. */
export function withMembers(workflow: Workflow, selection: Selection): Selection {
  const inside = insideOf(workflow, selection.containers);
  return {
    nodes: new Set([...selection.nodes, ...inside.nodes]),
    connections: selection.connections,
    containers: new Set([...selection.containers, ...inside.containers]),
    comments: new Set([...selection.comments, ...inside.comments]),
  };
}

function insideOf(workflow: Workflow, containers: Iterable<string>) {
  const nodes = new Set<string>();
  const inner = new Set<string>();
  const comments = new Set<string>();
  for (const id of containers) {
    const members = membersOf(workflow, id);
    for (const each of members.nodes) nodes.add(each);
    for (const each of members.containers) inner.add(each);
    for (const each of members.comments) comments.add(each);
  }
  return { nodes, containers: inner, comments };
}
