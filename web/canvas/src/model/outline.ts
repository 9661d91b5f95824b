/** The graph as a list to walk through: what a screen reader hears, and what the outline shows. */
import type { Workflow } from "./document";
import { into, nodeOf, order, outOf, type ToolsById, toolOf } from "./graph";
import { containerLabel, nodeLabel, toolLabel } from "./labels";
import { counted, ordinal } from "./text";

export interface OutlineItem {
  readonly kind: "container" | "node";
  readonly id: string;
  readonly label: string;
  /** Where it stands: `Formula, 3rd of 9, from Directory, to Select`. */
  readonly sentence: string;
  readonly children: readonly OutlineItem[];
}

/** Nodes in the order in which records come to them; a container stands where its first node would. */
export function outline(workflow: Workflow, tools: ToolsById): OutlineItem[] {
  const places = new Map(order(workflow).map((name, index) => [name, index]));
  const homes = new Set(Object.values(workflow.containers).flatMap((each) => each.nodes));
  const inner = new Set(Object.values(workflow.containers).flatMap((each) => each.containers));
  const seen = new Set<string>();

  const rows = (nodes: readonly string[], containers: readonly string[]): OutlineItem[] => {
    const found = [
      ...nodes
        .filter((name) => workflow.nodes[name])
        .map((name) => ({ at: places.get(name) ?? 0, item: row(name) })),
      ...containers.flatMap((id) => frame(id) ?? []),
    ];
    return found.sort((one, other) => one.at - other.at).map((each) => each.item);
  };
  const row = (name: string): OutlineItem => ({
    kind: "node",
    id: name,
    label: nodeLabel(workflow, name, tools),
    sentence: nodeSentence(workflow, name, tools, (places.get(name) ?? 0) + 1),
    children: [],
  });
  const frame = (id: string): { at: number; item: OutlineItem } | null => {
    const container = workflow.containers[id];
    if (!container || seen.has(id)) return null;
    seen.add(id);
    const children = rows(container.nodes, container.containers);
    const label = containerLabel(workflow, id);
    const item: OutlineItem = {
      kind: "container",
      id,
      label,
      sentence: containerSentence(workflow, id),
      children,
    };
    return { at: firstPlace(item, places), item };
  };

  return rows(
    Object.keys(workflow.nodes).filter((name) => !homes.has(name)),
    Object.keys(workflow.containers).filter((id) => !inner.has(id)),
  );
}

/** An empty container comes last. */
function firstPlace(item: OutlineItem, places: ReadonlyMap<string, number>): number {
  if (item.kind === "node") return places.get(item.id) ?? 0;
  return Math.min(Number.MAX_SAFE_INTEGER, ...item.children.map((each) => firstPlace(each, places)));
}

/** One node and its neighbours in one sentence. `place` counts from 1. */
export function nodeSentence(workflow: Workflow, name: string, tools: ToolsById, place: number): string {
  const label = nodeLabel(workflow, name, tools);
  const kind = toolLabel(workflow, name, tools);
  const sources = labels(
    workflow,
    into(workflow, name).map((each) => nodeOf(each.from)),
    tools,
  );
  const goals = labels(
    workflow,
    outOf(workflow, name).map((each) => nodeOf(each.to)),
    tools,
  );
  const wants = (toolOf(workflow, name, tools)?.inputs ?? []).some((each) => !each.optional);
  return [
    label,
    kind === label ? "" : kind,
    `${ordinal(place)} of ${Object.keys(workflow.nodes).length}`,
    sources ? `from ${sources}` : wants ? "from nothing yet" : "",
    goals && `to ${goals}`,
    workflow.nodes[name]?.enabled ? "" : "switched off",
  ]
    .filter(Boolean)
    .join(", ");
}

function labels(workflow: Workflow, names: readonly string[], tools: ToolsById): string {
  const found = [...new Set(names)].map((name) => nodeLabel(workflow, name, tools));
  return found.length < 2 ? (found[0] ?? "") : `${found.slice(0, -1).join(", ")} and ${found.at(-1)}`;
}

function containerSentence(workflow: Workflow, id: string): string {
  const container = workflow.containers[id];
  const parts = [
    containerLabel(workflow, id),
    container?.title ? "container" : "",
    counted(container?.nodes.length ?? 0, "node"),
    container?.containers.length ? counted(container.containers.length, "container") : "",
    container?.enabled ? "" : "switched off",
    workflow.layout.containers[id]?.collapsed ? "folded" : "",
  ];
  return parts.filter(Boolean).join(", ");
}
