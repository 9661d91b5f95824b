/** Adding a tool: alone, at the end of a connection, or into one; each is one step of undo. */
import { connect, insertAfter, insertNode } from "@/model/commands/connections";
import { putInto } from "@/model/commands/containers";
import { addNode } from "@/model/commands/nodes";
import { type Point, splitPlace, TILE, type Workflow } from "@/model/document";
import { refusal } from "@/model/fits";
import { snap } from "@/model/geometry";
import { inputsOf, outputsOf } from "@/model/graph";
import { suits } from "@/model/kinds";
import { only } from "@/model/selection";
import type { ToolEntry } from "@/model/types";
import { toolsNow } from "@/state/catalog";
import { announce, notify } from "@/state/notices";
import type { Overlay } from "@/state/overlay";
import { useValidation } from "@/state/validation";
import { edit, workflowNow } from "@/state/workflow";
import { focusNode } from "./focus";
import type { Loose } from "./state/connecting";

export interface Adding {
  /** An anchor that it gets connected with. */
  from?: Loose | undefined;
  /** A connection that it is put into. */
  connection?: string | undefined;
  /** A container that it lies in. */
  into?: string | null | undefined;
}

/** Add a tool at a point, the upper left corner of its tile. Gives the name of the new node. */
export function addTool(tool: ToolEntry, at: Point, { from, connection, into }: Adding = {}): string {
  const before = workflowNow();
  const added = connection ? insertNode(before, connection, tool, at, toolsNow()) : addNode(before, tool, at);
  let { workflow } = added;
  if (from) workflow = joined(workflow, added.name, from) ?? workflow;
  if (into) workflow = putInto(workflow, only("node", added.name), into);
  edit(`Add ${tool.label}`, () => workflow, { select: only("node", added.name) });
  announce(`${tool.label} added`);
  focusNode(added.name);
  return added.name;
}

/** Add a tool to the right of a node; what hung on the anchor goes through it. */
export function addAfter(tool: ToolEntry, node: string, anchor: string | null = null): string {
  const { workflow, name } = insertAfter(workflowNow(), node, anchor, tool, toolsNow());
  edit(`Add ${tool.label}`, () => workflow, { select: only("node", name) });
  announce(`${tool.label} added`);
  focusNode(name);
  return name;
}

/** Add the tool that was chosen in the quick-add list. Gives the name of the new node. */
export function addChosen(tool: ToolEntry, asked: Extract<Overlay, { kind: "quick-add" }>): string {
  const { at, into, connection, through, beside } = asked;
  const from = asked.from ?? (beside ? ({ place: beside, side: "output" } as const) : undefined);
  if (through && from) return addAfter(tool, ...splitPlace(from.place));
  const corner = snap({
    x: at.x - (asked.from?.side === "input" ? TILE : asked.from ? 0 : TILE / 2),
    y: at.y - TILE / 2,
  });
  return addTool(tool, corner, { from, into, connection });
}

/** Connect a loose end with the first anchor of a node that takes it; says why where none does. */
export function connectWithNode(from: Loose, node: string): void {
  const workflow = joined(workflowNow(), node, from);
  if (workflow) edit("Connect", () => workflow);
  else notify("info", `Nothing of it fits here: ${firstRefusal(node, from)}`);
}

function joined(workflow: Workflow, node: string, from: Loose): Workflow | null {
  for (const [output, input] of pairs(workflow, node, from))
    if (refused(workflow, output, input) === null) return connect(workflow, output, input, toolsNow());
  return null;
}

function firstRefusal(node: string, from: Loose): string {
  const workflow = workflowNow();
  const [first] = pairs(workflow, node, from);
  if (!first) return from.side === "output" ? "it has no inputs" : "it has no outputs";
  return refused(workflow, ...first) ?? "";
}

/** Pairs of output and input between a loose end and a node: those for just its kind first, then free inputs. */
function pairs(workflow: Workflow, node: string, from: Loose): [string, string][] {
  const tools = toolsNow();
  const [end, anchor] = splitPlace(from.place);
  const named = (each: { name: string }) => each.name === anchor;
  if (from.side === "input") {
    const wanted = inputsOf(workflow, end, tools).find(named)?.kind ?? "table";
    return outputsOf(workflow, node, tools)
      .toSorted((one, other) => suits(other.kind, wanted) - suits(one.kind, wanted))
      .map((each) => [`${node}.${each.name}`, from.place]);
  }
  const given = outputsOf(workflow, end, tools).find(named)?.kind ?? "table";
  const taken = new Set(workflow.connections.map((each) => each.to));
  // A table may hold a model: what is free decides. A model is none of the records that a tool works on.
  const rank = ({ name, kind }: { name: string; kind: string }) =>
    Number(taken.has(`${node}.${name}`)) - (given === "table" ? 0 : 2 * suits(given, kind));
  return inputsOf(workflow, node, tools)
    .toSorted((one, other) => rank(one) - rank(other))
    .map((each) => [from.place, `${node}.${each.name}`]);
}

function refused(workflow: Workflow, output: string, input: string): string | null {
  if (splitPlace(output)[0] === splitPlace(input)[0]) return "a node cannot be connected with itself";
  return refusal(workflow, toolsNow(), output, input, useValidation.getState().validation.schemas);
}
