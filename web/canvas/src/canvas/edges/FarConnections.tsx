/** All connections as few shapes: from far away, hundreds of single ones would hold up every frame. */
import { ViewportPortal } from "@xyflow/react";
import { memo } from "react";
import { ANCHOR } from "../drawing/anchors";
import type { ConnectionEdge } from "../drawing/connections";
import type { DrawnNode } from "../useDrawing";
import styles from "./FarConnections.module.css";

interface Props {
  nodes: readonly DrawnNode[];
  edges: readonly ConnectionEdge[];
}

export const FarConnections = memo(function FarConnections({ nodes, edges }: Props) {
  const paths = farPaths(nodes, edges);
  return (
    <ViewportPortal>
      <svg className={styles.connections} width={1} height={1} aria-hidden>
        {Object.entries(paths).map(([tone, path]) => (
          <path key={tone} d={path} className={styles[tone]} />
        ))}
      </svg>
    </ViewportPortal>
  );
});

type Tone = "plain" | "in" | "out" | "selected";

/** One path for each tone. */
export function farPaths(
  nodes: readonly DrawnNode[],
  edges: readonly ConnectionEdge[],
): Partial<Record<Tone, string>> {
  const ends = new Map<string, { x: number; y: number }>();
  for (const node of nodes)
    for (const handle of node.handles ?? []) {
      const x = node.position.x + handle.x + (handle.type === "source" ? ANCHOR : 0);
      ends.set(`${handle.type} ${node.id} ${handle.id}`, { x, y: node.position.y + handle.y + ANCHOR / 2 });
    }
  const paths: Partial<Record<Tone, string>> = {};
  for (const edge of edges) {
    const from = ends.get(`source ${edge.source} ${edge.sourceHandle}`);
    const to = ends.get(`target ${edge.target} ${edge.targetHandle}`);
    if (!from || !to) continue;
    const bend = Math.max(24, Math.abs(to.x - from.x) / 2);
    const tone = edge.selected ? "selected" : (edge.data?.tone ?? "plain");
    const path = `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
    paths[tone] = (paths[tone] ?? "") + path;
  }
  return paths;
}
