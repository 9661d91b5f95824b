/** Folded containers: what they hide, and which tile stands for it. */
import type { Workflow } from "@/model/document";

export interface Folding {
  /** The outermost folded container that hides a node. */
  readonly nodes: ReadonlyMap<string, string>;
  /** The outermost folded container that hides another. */
  readonly containers: ReadonlyMap<string, string>;
  /** How deep a container is nested; the outermost has 0. */
  readonly depth: ReadonlyMap<string, number>;
  /** Nodes and containers inside a container that is switched off. */
  readonly offNodes: ReadonlySet<string>;
  readonly offContainers: ReadonlySet<string>;
}

export function foldingOf(workflow: Workflow): Folding {
  const nodes = new Map<string, string>();
  const containers = new Map<string, string>();
  const depth = new Map<string, number>();
  const offNodes = new Set<string>();
  const offContainers = new Set<string>();
  const inner = new Set(Object.values(workflow.containers).flatMap((each) => each.containers));

  const visit = (id: string, level: number, hiddenBy: string | null, off: boolean) => {
    const container = workflow.containers[id];
    if (!container || depth.has(id)) return;
    depth.set(id, level);
    if (hiddenBy) containers.set(id, hiddenBy);
    if (off) offContainers.add(id);
    const hides = hiddenBy ?? (workflow.layout.containers[id]?.collapsed ? id : null);
    const isOff = off || !container.enabled;
    for (const node of container.nodes) {
      if (hides) nodes.set(node, hides);
      if (isOff) offNodes.add(node);
    }
    for (const each of container.containers) visit(each, level + 1, hides, isOff);
  };

  for (const id of Object.keys(workflow.containers)) if (!inner.has(id)) visit(id, 0, null, false);
  return { nodes, containers, depth, offNodes, offContainers };
}
