/** What fits what, as far as tools promise it. The server knows better once schemas are known. */
import type { InputEntry, OutputEntry, ToolEntry } from "./types";

/** How well an output of one kind suits an input of another: 2 well, 1 perhaps, 0 not at all. */
export function suits(output: string, input: string): number {
  if (output === input) return 2;
  // Everything is a table; and a table may well hold a model, when it comes from a file.
  if (input === "table") return 1;
  return output === "table" ? 1 : 0;
}

/** The input that takes what an output of a kind gives: the first of those that suit it best. */
export function bestInput(tool: ToolEntry, kind: string): InputEntry | undefined {
  return best(tool.inputs, (each) => suits(kind, each.kind));
}

/** The output that an input of a kind takes: the first of those that suit it best. */
export function bestOutput(tool: ToolEntry, kind: string): OutputEntry | undefined {
  return best(tool.outputs, (each) => suits(each.kind, kind));
}

/** The output through which records go on behind a tool; none where it only looks at them, as Browse does. */
export function throughOutput(tool: ToolEntry, kind: string): OutputEntry | undefined {
  return tool.id === "weft.browse" ? undefined : bestOutput(tool, kind);
}

function best<Anchor>(anchors: readonly Anchor[], suit: (anchor: Anchor) => number): Anchor | undefined {
  return [2, 1].map((wanted) => anchors.find((each) => suit(each) === wanted)).find((each) => each);
}
