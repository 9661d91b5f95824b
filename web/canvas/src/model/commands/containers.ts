/** Commands on containers: frames around nodes, comments and other containers. */
import { mapValues, type Workflow, type WorkflowContainer } from "../document";
import { freshName } from "../names";
import { NOTHING, type Selection } from "../selection";
import { containerOf, membersOf, topmost } from "./membership";

export { bounds, containerAt } from "./frames";
export { containerOf, membersOf } from "./membership";

/**
 * Puts a new container around what is selected, inside the innermost container that holds all of it.
 * With nothing to hold there is no new container, and no id.
 */
export function group(
  workflow: Workflow,
  selection: Selection,
  title = "",
): { workflow: Workflow; id: string } {
  const chosen = topmost(workflow, selection);
  if (chosen.nodes.size + chosen.containers.size === 0) return { workflow, id: "" };
  const id = freshName("container", Object.keys(workflow.containers).concat("container"));
  const parent = sharedContainer(workflow, chosen);
  const added: WorkflowContainer = { title: title.trim(), enabled: true, nodes: [], containers: [] };
  const containers = { ...workflow.containers, [id]: added };
  const before = putInto({ ...workflow, containers }, { ...NOTHING, containers: new Set([id]) }, parent);
  return { workflow: putInto(before, chosen, id), id };
}

/** Takes a container away and leaves what is in it, in the container around it if there is one. */
export function ungroup(workflow: Workflow, id: string): Workflow {
  const container = workflow.containers[id];
  if (!container) return workflow;
  const comments = Object.entries(workflow.layout.comments).filter(([, each]) => each.container === id);
  const inside: Selection = {
    ...NOTHING,
    nodes: new Set(container.nodes),
    containers: new Set(container.containers),
    comments: new Set(comments.map(([name]) => name)),
  };
  const emptied = putInto(workflow, inside, containerOf(workflow, "container", id));
  const { [id]: _, ...containers } = without(emptied.containers, NOTHING.nodes, new Set([id]));
  const { [id]: __, ...frames } = emptied.layout.containers;
  return { ...emptied, containers, layout: { ...emptied.layout, containers: frames } };
}

export interface ContainerChange {
  readonly title?: string;
  readonly enabled?: boolean;
  /** One of COLORS. */
  readonly color?: string;
  readonly collapsed?: boolean;
}

export function setContainer(workflow: Workflow, id: string, change: ContainerChange): Workflow {
  const container = workflow.containers[id];
  if (!container) return workflow;
  const frame = workflow.layout.containers[id] ?? {};
  const { title = container.title, enabled = container.enabled } = change;
  const { color = frame.color, collapsed = frame.collapsed ?? false } = change;
  let changed = workflow;
  if (title.trim() !== container.title || enabled !== container.enabled) {
    const containers = { ...workflow.containers, [id]: { ...container, title: title.trim(), enabled } };
    changed = { ...changed, containers };
  }
  if (color === frame.color && collapsed === (frame.collapsed ?? false)) return changed;
  const { collapsed: _, ...unfolded } = { ...frame, ...(color === undefined ? {} : { color }) };
  const drawn = collapsed ? { ...unfolded, collapsed } : unfolded;
  return {
    ...changed,
    layout: { ...changed.layout, containers: { ...changed.layout.containers, [id]: drawn } },
  };
}

/**
 * Puts what is selected into a container, or into none. What lies in a selected container goes with it. A container
 * that holds the goal, or is it, stays where it is.
 */
export function putInto(workflow: Workflow, selection: Selection, goal: string | null): Workflow {
  if (goal !== null && !workflow.containers[goal]) return workflow;
  const chosen = topmost(workflow, selection);
  const nodes = [...chosen.nodes].filter((id) => containerOf(workflow, "node", id) !== goal);
  const containers = [...chosen.containers].filter(
    (id) =>
      id !== goal &&
      containerOf(workflow, "container", id) !== goal &&
      !(goal !== null && membersOf(workflow, id).containers.includes(goal)),
  );
  const comments = [...chosen.comments].filter((id) => containerOf(workflow, "comment", id) !== goal);
  if (nodes.length + containers.length + comments.length === 0) return workflow;
  const parted = without(workflow.containers, new Set(nodes), new Set(containers));
  const home = goal === null ? undefined : parted[goal];
  if (goal !== null && home)
    parted[goal] = {
      ...home,
      nodes: [...home.nodes, ...nodes],
      containers: [...home.containers, ...containers],
    };
  return withHomes({ ...workflow, containers: parted }, comments, goal);
}

/** The containers with none of these in them. */
function without(
  containers: Workflow["containers"],
  nodes: ReadonlySet<string>,
  inner: ReadonlySet<string>,
): Record<string, WorkflowContainer> {
  return mapValues(containers, (each) => {
    const isTouched = each.nodes.some((id) => nodes.has(id)) || each.containers.some((id) => inner.has(id));
    if (!isTouched) return each;
    return {
      ...each,
      nodes: each.nodes.filter((id) => !nodes.has(id)),
      containers: each.containers.filter((id) => !inner.has(id)),
    };
  });
}

/** Comments belong to a container only as far as moving goes: where they do is said in the layout. */
function withHomes(workflow: Workflow, ids: readonly string[], home: string | null): Workflow {
  if (ids.length === 0) return workflow;
  const comments = { ...workflow.layout.comments };
  for (const id of ids) {
    const comment = comments[id];
    if (!comment) continue;
    const { container: _, ...alone } = comment;
    comments[id] = home === null ? alone : { ...alone, container: home };
  }
  return { ...workflow, layout: { ...workflow.layout, comments } };
}

/** The innermost container around all that is chosen. */
function sharedContainer(workflow: Workflow, chosen: Selection): string | null {
  const chains = [
    ...[...chosen.nodes].map((id) => chain(workflow, containerOf(workflow, "node", id))),
    ...[...chosen.containers].map((id) => chain(workflow, containerOf(workflow, "container", id))),
  ];
  return chains[0]?.find((id) => chains.every((each) => each.includes(id))) ?? null;
}

/** A container and those around it, from the inside out. */
function chain(workflow: Workflow, id: string | null): string[] {
  const found: string[] = [];
  for (let each = id; each !== null && !found.includes(each); each = containerOf(workflow, "container", each))
    found.push(each);
  return found;
}
