/** What is said of things on the canvas. */
import { splitPlace, type Workflow } from "@/model/document";
import { order, type ToolsById } from "@/model/graph";
import { containerLabel, nodeLabel } from "@/model/labels";
import { nodeSentence } from "@/model/outline";
import { connectionKey } from "@/model/selection";
import { counted, ordinal } from "@/model/text";
import type { ProblemAt } from "@/model/types";
import type { Thing } from "./thing";

export interface Known {
  workflow: Workflow;
  tools: ToolsById;
  problems: readonly ProblemAt[];
}

/** `Formula, 2nd of 9, from Directory, to Select, 1 problem`. */
export function thingSentence(thing: Thing, known: Known): string {
  const { workflow, tools } = known;
  if (thing.kind === "node") {
    const place = order(workflow).indexOf(thing.id) + 1;
    return joined(nodeSentence(workflow, thing.id, tools, place), problemWords(thing.id, known));
  }
  if (thing.kind === "connection") {
    const connection = workflow.connections.find((each) => connectionKey(each) === thing.id);
    return connection ? `Connection from ${ends(connection, known)}` : "";
  }
  if (thing.kind === "container")
    return `Container ${containerLabel(workflow, thing.id)}, ${counted(workflow.containers[thing.id]?.nodes.length ?? 0, "node")}`;
  return `Comment: ${workflow.layout.comments[thing.id]?.text || "empty"}`;
}

/** What the name of a node does not say already: `2nd of 9, 1 problem`. */
export function thingRest(thing: Thing, known: Known): string {
  if (thing.kind !== "node") return "";
  const names = order(known.workflow);
  const place = `${ordinal(names.indexOf(thing.id) + 1)} of ${names.length}`;
  return joined(place, problemWords(thing.id, known));
}

/** `Directory, out to Formula, in`. */
export function ends(connection: { from: string; to: string }, { workflow, tools }: Known): string {
  const [from, output] = splitPlace(connection.from);
  const [to, input] = splitPlace(connection.to);
  return `${nodeLabel(workflow, from, tools)}, ${output} to ${nodeLabel(workflow, to, tools)}, ${input}`;
}

function problemWords(node: string, { problems }: Known): string {
  const count = problems.filter((each) => each.node === node).length;
  return count ? counted(count, "problem") : "";
}

const joined = (...parts: string[]): string => parts.filter(Boolean).join(", ");
