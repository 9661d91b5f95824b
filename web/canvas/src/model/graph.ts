/** The graph that a document draws: who feeds whom. */
import { splitPlace, type Workflow, type WorkflowConnection } from "./document";
import type { InputEntry, OutputEntry, ToolEntry } from "./types";

export type ToolsById = ReadonlyMap<string, ToolEntry>;

/**
 * The inputs of a node: those of its tool, and any that only a connection speaks of, so that a connection to a
 * tool that is not there, or to an input that a newer version no longer has, can still be seen and removed.
 */
export function inputsOf(workflow: Workflow, node: string, tools: ToolsById): InputEntry[] {
  const known = toolOf(workflow, node, tools)?.inputs ?? [];
  const used = into(workflow, node).map((each) => splitPlace(each.to)[1]);
  const strays = unknown(used, known).map((name) => ({
    name,
    letter: "",
    kind: "table",
    delivery: "stream",
    optional: true,
    many: used.filter((each) => each === name).length > 1,
  }));
  return [...known, ...strays];
}

/** The outputs of a node: those of its tool, and any that only a connection speaks of. */
export function outputsOf(workflow: Workflow, node: string, tools: ToolsById): OutputEntry[] {
  const known = toolOf(workflow, node, tools)?.outputs ?? [];
  const used = outOf(workflow, node).map((each) => splitPlace(each.from)[1]);
  return [...known, ...unknown(used, known).map((name) => ({ name, letter: "", kind: "table" }))];
}

function unknown(used: readonly string[], known: readonly { readonly name: string }[]): string[] {
  return [...new Set(used)].filter((name) => !known.some((each) => each.name === name)).sort();
}

export function toolOf(workflow: Workflow, node: string, tools: ToolsById): ToolEntry | undefined {
  const id = workflow.nodes[node]?.tool;
  return id === undefined ? undefined : tools.get(id);
}

/** The node of `node.anchor`; a plain node name is itself. */
export function nodeOf(place: string): string {
  return place.includes(".") ? splitPlace(place)[0] : place;
}

/** The connections that end at a node. */
export function into(workflow: Workflow, node: string): WorkflowConnection[] {
  const start = `${node}.`;
  return workflow.connections.filter((each) => each.to.startsWith(start));
}

/** The connections that begin at a node. */
export function outOf(workflow: Workflow, node: string): WorkflowConnection[] {
  const start = `${node}.`;
  return workflow.connections.filter((each) => each.from.startsWith(start));
}

/** A node and all that hangs on it. */
export function descendants(workflow: Workflow, node: string): Set<string> {
  return reached(node, neighbours(workflow, "from", "to"));
}

/** A node and all that it hangs on. */
export function ancestors(workflow: Workflow, node: string): Set<string> {
  return reached(node, neighbours(workflow, "to", "from"));
}

function reached(start: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set([start]);
  for (const name of found) for (const each of next.get(name) ?? []) found.add(each);
  return found;
}

function neighbours(workflow: Workflow, here: "from" | "to", there: "from" | "to"): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const each of workflow.connections) {
    const found = next.get(nodeOf(each[here]));
    if (found) found.push(nodeOf(each[there]));
    else next.set(nodeOf(each[here]), [nodeOf(each[there])]);
  }
  return next;
}

/** Whether records that leave `from` and enter `to` could come back to where they left. */
export function wouldCircle(workflow: Workflow, from: string, to: string): boolean {
  return descendants(workflow, nodeOf(to)).has(nodeOf(from));
}

/** The names of all nodes, each after what it hangs on, and so from left to right; circles come last. */
export function order(workflow: Workflow): string[] {
  const next = neighbours(workflow, "from", "to");
  const waiting = new Map(Object.keys(workflow.nodes).map((name) => [name, 0]));
  for (const each of workflow.connections) {
    const node = nodeOf(each.to);
    const count = waiting.get(node);
    if (count !== undefined && waiting.has(nodeOf(each.from))) waiting.set(node, count + 1);
  }
  const names = [...waiting.keys()].sort(byPlace(workflow));
  const ready = names.filter((name) => waiting.get(name) === 0);
  const found = new Set<string>();
  while (ready.length > 0) {
    const name = ready.shift() as string;
    found.add(name);
    const freed = (next.get(name) ?? []).filter((each) => {
      const left = (waiting.get(each) ?? 0) - 1;
      waiting.set(each, left);
      return left === 0 && each in workflow.nodes;
    });
    // Depth first, so that a chain stays together.
    ready.unshift(...freed.sort(byPlace(workflow)));
  }
  return [...found, ...names.filter((name) => !found.has(name))];
}

/** Readers begin at the upper left. */
function byPlace(workflow: Workflow): (one: string, other: string) => number {
  const places = workflow.layout.nodes;
  return (one, other) => {
    const here = places[one] ?? { x: 0, y: 0 };
    const there = places[other] ?? { x: 0, y: 0 };
    return here.y - there.y || here.x - there.x || (one < other ? -1 : 1);
  };
}

/** The output that feeds an input, as `node.anchor`; the first one where there are many. */
export function sourceOf(workflow: Workflow, node: string, input: string): string | null {
  const place = `${node}.${input}`;
  const found = workflow.connections.filter((each) => each.to === place).sort(byName);
  return found[0]?.from ?? null;
}

/** The order of connections into one input: by the number in the name, the name, the source. */
export function byName(one: WorkflowConnection, other: WorkflowConnection): number {
  return (
    nameNumber(one.name) - nameNumber(other.name) ||
    compareTexts(one.name, other.name) ||
    compareTexts(one.from, other.from)
  );
}

/** The number that orders a connection: all digits of its name, as the engine reads them. */
export function nameNumber(name: string): number {
  return Number(name.replace(/[^0-9]/g, "") || "0");
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
