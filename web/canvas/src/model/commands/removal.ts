/** Taking things away, and with them all that speaks of them. */
import { RETIRED, type Workflow, type WorkflowContainer } from "../document";
import { nodeOf } from "../graph";
import { connectionKey, type Selection } from "../selection";
import { ungroup } from "./containers";

/** Removes what is selected. Of a container only the frame goes, unless what is in it is selected too. */
export function remove(workflow: Workflow, selection: Selection): Workflow {
  const opened = [...selection.containers].reduce(ungroup, workflow);
  return removeComments(
    removeNodes(removeConnections(opened, selection), selection.nodes),
    selection.comments,
  );
}

function removeConnections(workflow: Workflow, { nodes, connections: keys }: Selection): Workflow {
  const connections = workflow.connections.filter(
    (each) => !keys.has(connectionKey(each)) && !nodes.has(nodeOf(each.from)) && !nodes.has(nodeOf(each.to)),
  );
  return connections.length === workflow.connections.length ? workflow : { ...workflow, connections };
}

function removeNodes(workflow: Workflow, names: ReadonlySet<string>): Workflow {
  const gone = [...names].filter((name) => workflow.nodes[name]);
  if (gone.length === 0) return workflow;
  const containers = Object.entries(workflow.containers).map(([id, each]): [string, WorkflowContainer] => [
    id,
    each.nodes.some((name) => names.has(name))
      ? { ...each, nodes: each.nodes.filter((name) => !names.has(name)) }
      : each,
  ]);
  return {
    ...workflow,
    nodes: without(workflow.nodes, names),
    containers: Object.fromEntries(containers),
    layout: {
      ...workflow.layout,
      nodes: without(workflow.layout.nodes, names),
      notes: without(workflow.layout.notes, names),
    },
    [RETIRED]: new Set([...(workflow[RETIRED] ?? []), ...gone]),
  };
}

function removeComments(workflow: Workflow, ids: ReadonlySet<string>): Workflow {
  const comments = without(workflow.layout.comments, ids);
  if (Object.keys(comments).length === Object.keys(workflow.layout.comments).length) return workflow;
  return { ...workflow, layout: { ...workflow.layout, comments } };
}

function without<Value>(
  record: Readonly<Record<string, Value>>,
  names: ReadonlySet<string>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)));
}
