/** Which tools the quick-add list offers, the best first. */
import { splitPlace, type Workflow } from "@/model/document";
import { fittingTools } from "@/model/fits";
import { inputsOf, outputsOf, type ToolsById } from "@/model/graph";
import type { Match } from "@/model/search";
import { connectionKey } from "@/model/selection";
import type { ToolEntry } from "@/model/types";
import { matchTools } from "@/palette/finding";
import type { AnchorRef, Overlay } from "@/state/overlay";

export type Asked = Extract<Overlay, { kind: "quick-add" }>;

/** The tools that can be put where it was asked for: those that fit the anchor or the connection, else all. */
export function offered(asked: Asked, workflow: Workflow, tools: ToolsById): ToolEntry[] {
  const usable = [...tools.values()].filter((tool) => tool.available);
  const end = endOf(asked, workflow);
  if (!end) return usable;
  return fittingTools(usable, end.side === "output" ? "after" : "before", kindOf(end, workflow, tools));
}

/** Found tools; without a query those used last come first. */
export function ranked(
  query: string,
  tools: readonly ToolEntry[],
  recent: readonly string[],
): Match<ToolEntry>[] {
  if (query.trim()) return matchTools(query, tools);
  const rank = (tool: ToolEntry) => {
    const at = recent.indexOf(tool.id);
    return at === -1 ? recent.length : at;
  };
  return [...tools]
    .sort((one, other) => rank(one) - rank(other))
    .map((item) => ({ item, score: 0, ranges: [[]] }));
}

/** What the list is called. */
export function title(asked: Asked): string {
  if (asked.connection) return "Insert a tool";
  if (!asked.from) return "Add a tool";
  if (asked.through) return "Insert a tool after it";
  return asked.from.side === "output" ? "Connect with a new tool" : "Feed from a new tool";
}

function endOf({ from, connection }: Asked, workflow: Workflow): AnchorRef | null {
  if (from) return from;
  const found = workflow.connections.find((each) => connectionKey(each) === connection);
  return found ? { place: found.from, side: "output" } : null;
}

function kindOf({ place, side }: AnchorRef, workflow: Workflow, tools: ToolsById): string {
  const [node, anchor] = splitPlace(place);
  const anchors = side === "output" ? outputsOf(workflow, node, tools) : inputsOf(workflow, node, tools);
  return anchors.find((each) => each.name === anchor)?.kind ?? "table";
}
