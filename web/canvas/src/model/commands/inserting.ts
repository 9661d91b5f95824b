/** New nodes that take their place among connections that are there. */
import { type Point, splitPlace, type Workflow, type WorkflowConnection } from "../document";
import { freePlace, STEP } from "../geometry";
import { descendants, inputsOf, outputsOf, type ToolsById } from "../graph";
import { bestInput, throughOutput } from "../kinds";
import { connectionKey, only } from "../selection";
import type { ToolEntry } from "../types";
import { containerOf, putInto } from "./containers";
import { connect } from "./joining";
import { type Added, addNode } from "./nodes";
import { makeRoom } from "./room";

/**
 * Puts a new node into a connection. Where nothing fits its inputs it is only added; where records do not go on
 * behind it, as with Browse, the connection stays and the node hangs beside it.
 */
export function insertNode(
  workflow: Workflow,
  key: string,
  tool: ToolEntry,
  at: Point,
  tools: ToolsById,
): Added {
  const added = addNode(workflow, tool, at);
  const connection = workflow.connections.find((each) => connectionKey(each) === key);
  if (!connection) return added;
  const home = containerOf(workflow, "node", splitPlace(connection.from)[0]);
  const isInside = home !== null && home === containerOf(workflow, "node", splitPlace(connection.to)[0]);
  const placed = isInside ? putInto(added.workflow, only("node", added.name), home) : added.workflow;
  const through = threaded(placed, [connection], added.name, tool, tools);
  return { name: added.name, workflow: makeRoom(through, added.name) };
}

/**
 * Puts a new node behind another, at its right. The connections of the anchor (the first one where none is said) go
 * through the new node where records go on behind it.
 */
export function insertAfter(
  workflow: Workflow,
  node: string,
  anchor: string | null,
  tool: ToolEntry,
  tools: ToolsById,
): Added {
  const output = anchor ?? firstFitting(workflow, node, tool, tools);
  const here = workflow.layout.nodes[node] ?? { x: 0, y: 0 };
  const wish = { x: here.x + STEP.x, y: here.y };
  const moved =
    output === undefined ? [] : workflow.connections.filter((each) => each.from === `${node}.${output}`);
  // What hangs there makes room.
  const behind = moved.length > 0 ? descendants(workflow, node) : new Set([node]);
  behind.delete(node);
  const others = Object.entries(workflow.layout.nodes).filter(([name]) => !behind.has(name));
  const place = freePlace(
    wish,
    others.map(([, point]) => point),
  );
  const added = addNode(workflow, tool, place);
  const home = containerOf(workflow, "node", node);
  const placed = home === null ? added.workflow : putInto(added.workflow, only("node", added.name), home);
  if (output === undefined) return { name: added.name, workflow: placed };
  if (moved.length > 0) {
    const through = threaded(placed, moved, added.name, tool, tools);
    return { name: added.name, workflow: makeRoom(through, added.name) };
  }
  const from = `${node}.${output}`;
  const input = bestInput(tool, kindOfOutput(workflow, from, tools));
  return {
    name: added.name,
    workflow: input ? connect(placed, from, `${added.name}.${input.name}`, tools) : placed,
  };
}

/**
 * Leads a connection through a node that is there already. Nothing changes where the node is one of its ends, where
 * nothing fits, and where the anchors that it would use have connections of their own.
 */
export function insertExisting(workflow: Workflow, key: string, node: string, tools: ToolsById): Workflow {
  const connection = workflow.connections.find((each) => connectionKey(each) === key);
  const tool = tools.get(workflow.nodes[node]?.tool ?? "");
  if (!connection || !tool) return workflow;
  if ([connection.from, connection.to].some((place) => splitPlace(place)[0] === node)) return workflow;
  const after = threaded(workflow, [connection], node, tool, tools);
  const made = after.connections.filter((each) => !workflow.connections.includes(each));
  const isTaken = workflow.connections.some((each) =>
    made.some(
      ({ from, to }) =>
        (splitPlace(to)[0] === node && each.to === to) ||
        (splitPlace(from)[0] === node && each.from === from),
    ),
  );
  // A node that only hangs on the connection is not what a drop onto it means.
  return isTaken || made.length < 2 || circles(after, node) ? workflow : after;
}

/** Whether a node reaches itself. */
function circles(workflow: Workflow, node: string): boolean {
  return workflow.connections.some(
    ({ from, to }) => splitPlace(from)[0] === node && descendants(workflow, splitPlace(to)[0]).has(node),
  );
}

function firstFitting(
  workflow: Workflow,
  node: string,
  tool: ToolEntry,
  tools: ToolsById,
): string | undefined {
  return outputsOf(workflow, node, tools).find((each) => bestInput(tool, each.kind))?.name;
}

/** Leads connections of one output through a node: into its best input, and on from its best output. */
function threaded(
  workflow: Workflow,
  connections: readonly WorkflowConnection[],
  node: string,
  tool: ToolEntry,
  tools: ToolsById,
): Workflow {
  const source = connections[0]?.from;
  const input = source && bestInput(tool, kindOfOutput(workflow, source, tools));
  if (!input) return workflow;
  const joined = connect(workflow, source, `${node}.${input.name}`, tools);
  if (joined === workflow) return workflow;
  const flowing = kindOfOutput(workflow, source, tools);
  const moved = new Map(
    connections.flatMap((each): [WorkflowConnection, WorkflowConnection][] => {
      // An input that takes anything gets what is most like that which came so far.
      const wanted = kindOfInput(workflow, each.to, tools);
      const output = (wanted === "table" && throughOutput(tool, flowing)) || throughOutput(tool, wanted);
      return output ? [[each, { ...each, from: `${node}.${output.name}` }]] : [];
    }),
  );
  return { ...joined, connections: joined.connections.map((each) => moved.get(each) ?? each) };
}

function kindOfOutput(workflow: Workflow, place: string, tools: ToolsById): string {
  const [node, anchor] = splitPlace(place);
  return outputsOf(workflow, node, tools).find((each) => each.name === anchor)?.kind ?? "table";
}

function kindOfInput(workflow: Workflow, place: string, tools: ToolsById): string {
  const [node, anchor] = splitPlace(place);
  return inputsOf(workflow, node, tools).find((each) => each.name === anchor)?.kind ?? "table";
}
