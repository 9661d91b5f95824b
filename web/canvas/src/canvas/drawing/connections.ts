/** The connections as React Flow draws them; what did not change keeps its identity. */
import type { Edge } from "@xyflow/react";
import { splitPlace, type WorkflowConnection } from "@/model/document";
import { connectionKey } from "@/model/selection";
import { drawnId } from "./ids";
import type { Drawn } from "./toolNodes";

export interface ConnectionData extends Record<string, unknown> {
  connection: WorkflowConnection;
  /** Whether it enters or leaves the selected node. */
  tone: "in" | "out" | null;
  /** Shown where an input takes several: `#1`, `#2`. */
  name: string;
  off: boolean;
  /** Its place among the connections between the same two nodes: their chips keep out of each other's way. */
  rank: number;
}

/** Keys lead to it, the Tab key does not. */
const BY_KEYS = { tabIndex: -1 };

export type ConnectionEdge = Edge<ConnectionData, "connection">;

/** Gives a function that draws; it remembers what it drew last. */
export function connectionDrawer(): (drawn: Omit<Drawn, "places">) => ConnectionEdge[] {
  let kept = new Map<string, { parts: unknown[]; edge: ConnectionEdge }>();
  return ({ workflow, selection, folding }) => {
    const next: typeof kept = new Map();
    const into = new Map<string, number>();
    const between = new Map<string, number>();
    for (const { to } of workflow.connections) into.set(to, (into.get(to) ?? 0) + 1);
    for (const connection of workflow.connections) {
      const key = connectionKey(connection);
      const [from] = splitPlace(connection.from);
      const [to] = splitPlace(connection.to);
      const source = drawnEnd(folding.nodes.get(from), from);
      const target = drawnEnd(folding.nodes.get(to), to);
      if (source === target && source !== from) continue;
      if (!workflow.nodes[from] || !workflow.nodes[to]) continue;
      const tone = selection.nodes.has(to) ? "in" : selection.nodes.has(from) ? "out" : null;
      const name = (into.get(connection.to) ?? 0) > 1 ? connection.name : "";
      const off = [from, to].some((end) => folding.offNodes.has(end) || !workflow.nodes[end]?.enabled);
      const selected = selection.connections.has(key);
      const pair = `${source}>${target}`;
      const rank = between.get(pair) ?? 0;
      between.set(pair, rank + 1);
      const parts = [connection, source, target, tone, name, off, rank, selected];
      const before = kept.get(key);
      const isSame = before?.parts.every((part, index) => part === parts[index]);
      next.set(
        key,
        before && isSame
          ? before
          : { parts, edge: drawEdge(key, { connection, tone, name, off, rank }, source, target, selected) },
      );
    }
    kept = next;
    return [...next.values()].map((each) => each.edge);
  };
}

const drawnEnd = (folded: string | undefined, node: string): string =>
  folded ? drawnId("container", folded) : node;

function drawEdge(
  id: string,
  data: ConnectionData,
  source: string,
  target: string,
  selected: boolean,
): ConnectionEdge {
  const { from, to } = data.connection;
  return {
    id,
    type: "connection",
    source,
    target,
    sourceHandle: from,
    targetHandle: to,
    selected,
    zIndex: 0,
    ariaRole: "group",
    domAttributes: BY_KEYS,
    ariaLabel: `Connection from ${from.replace(".", ", ")} to ${to.replace(".", ", ")}`,
    data,
  };
}
