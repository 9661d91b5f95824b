/** Commands on the names of connections, which give the order in which an input takes many. */
import type { Workflow, WorkflowConnection } from "../document";
import { byName } from "../graph";
import { connectionKey } from "../selection";

/** The name of a connection, as the list of an input that takes many shows it. */
export function renameConnection(workflow: Workflow, key: string, name: string): Workflow {
  return renamed(workflow, new Map([[key, name.trim()]]));
}

/**
 * Moves a connection up or down among those of its input, which get numbers in their new order. A text of one's own
 * stays behind the number, unless it has digits, which the order would be read from.
 */
export function moveConnection(workflow: Workflow, key: string, by: -1 | 1): Workflow {
  const moved = workflow.connections.find((each) => connectionKey(each) === key);
  if (!moved) return workflow;
  const row = workflow.connections.filter((each) => each.to === moved.to).sort(byName);
  const here = row.indexOf(moved);
  const there = row[here + by];
  if (!there) return workflow;
  row[here + by] = moved;
  row[here] = there;
  return renamed(
    workflow,
    new Map(row.map((each, index) => [connectionKey(each), numbered(each.name, index + 1)])),
  );
}

function numbered(name: string, number: number): string {
  const text = name.replace(/^#?\d+\s*/, "");
  return text === "" || /\d/.test(text) ? `#${number}` : `#${number} ${text}`;
}

function renamed(workflow: Workflow, names: ReadonlyMap<string, string>): Workflow {
  const connections = workflow.connections.map((each): WorkflowConnection => {
    const name = names.get(connectionKey(each));
    return name === undefined || name === each.name ? each : { ...each, name };
  });
  const isChanged = connections.some((each, index) => each !== workflow.connections[index]);
  return isChanged ? { ...workflow, connections } : workflow;
}
