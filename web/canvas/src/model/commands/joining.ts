/** Commands that join outputs to inputs and part them. Each gives the same object where nothing changes. */
import { splitPlace, type Workflow, type WorkflowConnection } from "../document";
import { inputsOf, nameNumber, nodeOf, type ToolsById, wouldCircle } from "../graph";
import { connectionKey } from "../selection";

/**
 * Joins an output to an input. An input that takes one connection loses the one it has. Nothing happens where both
 * are joined already, where one of the nodes is not there, and where records would go round in a circle.
 */
export function connect(workflow: Workflow, from: string, to: string, tools: ToolsById): Workflow {
  const key = connectionKey({ from, to });
  if (!canJoin(workflow, from, to) || workflow.connections.some((each) => connectionKey(each) === key))
    return workflow;
  const many = takesMany(workflow, to, tools);
  const others = many ? workflow.connections : workflow.connections.filter((each) => each.to !== to);
  const added = { from, to, name: many ? nextName(workflow, to) : "" };
  return { ...workflow, connections: [...others, added] };
}

function canJoin(workflow: Workflow, from: string, to: string): boolean {
  return nodeOf(from) in workflow.nodes && nodeOf(to) in workflow.nodes && !wouldCircle(workflow, from, to);
}

export function takesMany(workflow: Workflow, to: string, tools: ToolsById): boolean {
  const [node, anchor] = splitPlace(to);
  return inputsOf(workflow, node, tools).some((each) => each.name === anchor && each.many);
}

function nextName(workflow: Workflow, to: string): string {
  const numbers = workflow.connections.filter((each) => each.to === to).map((each) => nameNumber(each.name));
  // A connection without a name counts as the first one.
  return `#${Math.max(0, numbers.length > 0 ? 1 : 0, ...numbers) + 1}`;
}

export function disconnect(workflow: Workflow, keys: Iterable<string>): Workflow {
  const gone = new Set(keys);
  return withConnections(
    workflow,
    workflow.connections.filter((each) => !gone.has(connectionKey(each))),
  );
}

/** Moves one end, or both, of a connection elsewhere. It stays where it is where it cannot be there. */
export function reconnect(
  workflow: Workflow,
  key: string,
  ends: { readonly from?: string; readonly to?: string },
  tools: ToolsById,
): Workflow {
  const before = workflow.connections.find((each) => connectionKey(each) === key);
  if (!before) return workflow;
  const { from = before.from, to = before.to } = ends;
  if (from === before.from && to === before.to) return workflow;
  const without = disconnect(workflow, [key]);
  const joined = connect(without, from, to, tools);
  if (joined === without) return workflow;
  // At the same input it keeps its place in the order, and whatever else the file says of it.
  const after = joined.connections[joined.connections.length - 1];
  const name = to === before.to ? before.name : (after?.name ?? "");
  return { ...joined, connections: [...joined.connections.slice(0, -1), { ...before, from, to, name }] };
}

function withConnections(workflow: Workflow, connections: WorkflowConnection[]): Workflow {
  return connections.length === workflow.connections.length ? workflow : { ...workflow, connections };
}
