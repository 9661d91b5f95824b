/** The rows of the outline: containers, nodes and their connections, as far as they are unfolded. */
import { splitPlace, type Workflow } from "@/model/document";
import { into, outOf, type ToolsById } from "@/model/graph";
import { nodeLabel } from "@/model/labels";
import { type OutlineItem, outline } from "@/model/outline";
import { connectionKey, type Kind } from "@/model/selection";

export interface Row {
  readonly kind: Exclude<Kind, "comment">;
  readonly id: string;
  /** Unlike the id unique among all rows: a connection stands with both of its nodes. */
  readonly key: string;
  readonly label: string;
  readonly sentence: string;
  /** From 1. */
  readonly level: number;
  /** Its place among its siblings, from 1, and how many there are. */
  readonly place: number;
  readonly count: number;
  /** Null where it has nothing to unfold. */
  readonly isOpen: boolean | null;
  readonly parent: string | null;
}

/** Containers are unfolded and nodes folded, but for those that were toggled. */
export function outlineRows(workflow: Workflow, tools: ToolsById, toggled: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const add = (items: readonly OutlineItem[], level: number, parent: string | null) => {
    items.forEach((item, index) => {
      const key = `${item.kind} ${item.id}`;
      const inner = item.kind === "node" ? connectionRows(workflow, tools, item.id, key, level + 1) : [];
      const hasMore = item.children.length + inner.length > 0;
      const isOpen = (item.kind === "container") !== toggled.has(key);
      const { kind, id, label, sentence } = item;
      const place = { level, place: index + 1, count: items.length, parent };
      rows.push({ kind, id, key, label, sentence, ...place, isOpen: hasMore ? isOpen : null });
      if (!isOpen) return;
      add(item.children, level + 1, key);
      rows.push(...inner);
    });
  };
  add(outline(workflow, tools), 1, null);
  return rows;
}

/** `from Directory, out`, `to Select, in`. */
function connectionRows(
  workflow: Workflow,
  tools: ToolsById,
  node: string,
  parent: string,
  level: number,
): Row[] {
  const connections = [
    ...into(workflow, node).map((each) => ({ each, words: "from", end: each.from, own: each.to })),
    ...outOf(workflow, node).map((each) => ({ each, words: "to", end: each.to, own: each.from })),
  ];
  return connections.map(({ each, words, end, own }, index) => {
    const [other, anchor] = splitPlace(end);
    const side = words === "to" ? "input" : "output";
    const label = `${words} ${nodeLabel(workflow, other, tools)}, ${side} ${anchor}`;
    const key = connectionKey(each);
    return {
      kind: "connection",
      id: key,
      key: `${parent} ${key}`,
      label,
      sentence: `${label}, at ${splitPlace(own)[1]}`,
      level,
      place: index + 1,
      count: connections.length,
      isOpen: null,
      parent,
    };
  });
}
