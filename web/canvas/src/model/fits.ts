/** Which connections may be made, and why others may not. The server has the last word. */
import { splitPlace, type Workflow } from "./document";
import { inputsOf, outputsOf, type ToolsById, wouldCircle } from "./graph";
import { suits } from "./kinds";
import { nodeLabel } from "./labels";
import { connectionKey } from "./selection";
import type { ColumnInfo, InputEntry, OutputEntry, ToolEntry } from "./types";

/** Why an output cannot be joined to an input, in words for the user; null where it can. */
export function refusal(
  workflow: Workflow,
  tools: ToolsById,
  from: string,
  to: string,
  schemas: Readonly<Record<string, ColumnInfo[] | null>>,
): string | null {
  const [source, outputName] = splitPlace(from);
  const [target, inputName] = splitPlace(to);
  const [giver, taker] = [nodeLabel(workflow, source, tools), nodeLabel(workflow, target, tools)];
  if (source === target) return `${taker} cannot feed itself`;
  const output = outputsOf(workflow, source, tools).find((each) => each.name === outputName);
  if (!output) return `${giver} has no output ${outputName}`;
  const input = inputsOf(workflow, target, tools).find((each) => each.name === inputName);
  if (!input) return `${taker} has no input ${inputName}`;
  const key = connectionKey({ from, to });
  if (workflow.connections.some((each) => connectionKey(each) === key)) return "These are connected already";
  if (wouldCircle(workflow, source, target))
    return `This would make a circle: ${giver} gets its records from ${taker}`;
  return holdsNone(input, output, schemas[from])
    ? `${taker} takes a ${input.kind} here, and ${giver} gives none`
    : null;
}

/** Whether an input wants a model or a report, and what comes is known to hold none. */
function holdsNone(input: InputEntry, output: OutputEntry, schema: ColumnInfo[] | null | undefined): boolean {
  if (input.kind === "table") return false;
  if (schema) return !schema.some((column) => column.type === input.kind);
  return suits(output.kind, input.kind) === 0;
}

/**
 * The tools that fit an anchor of a kind: `after` an output, or `before` an input. Those made for just that kind come
 * first; else the order stays.
 */
export function fittingTools(
  tools: Iterable<ToolEntry>,
  direction: "after" | "before",
  kind: string,
): ToolEntry[] {
  const suited = (tool: ToolEntry): number =>
    direction === "after"
      ? Math.max(0, ...tool.inputs.map((each) => suits(kind, each.kind)))
      : Math.max(0, ...tool.outputs.map((each) => suitsBefore(tool, each.kind, kind)));
  const ranked = [...tools].map((tool) => ({ tool, suit: suited(tool) })).filter(({ suit }) => suit > 0);
  return [...ranked.filter(({ suit }) => suit === 2), ...ranked.filter(({ suit }) => suit === 1)].map(
    ({ tool }) => tool,
  );
}

/** A table holds a model only where it comes from a file, so only from a tool that has no inputs. */
function suitsBefore(tool: ToolEntry, output: string, input: string): number {
  const suit = suits(output, input);
  return suit === 1 && input !== "table" && tool.inputs.length > 0 ? 0 : suit;
}
