/** The nodes of the workflow as React Flow draws them; what did not change keeps its identity. */
import { type Node, Position } from "@xyflow/react";
import { type Point, TILE, type Workflow, type WorkflowNode } from "@/model/document";
import { inputsOf, outputsOf, type ToolsById } from "@/model/graph";
import { nodeLabel } from "@/model/labels";
import type { Selection } from "@/model/selection";
import type { InputEntry, OutputEntry, ToolEntry } from "@/model/types";
import type { Moved } from "../state/moving";
import { ANCHOR, anchorPlace } from "./anchors";
import type { Folding } from "./folded";
import { spokenNodes } from "./spoken";

export interface ToolNodeData extends Record<string, unknown> {
  node: WorkflowNode;
  tool: ToolEntry | undefined;
  label: string;
  /** The user's own text under it. */
  note: string | undefined;
  inputs: readonly InputEntry[];
  outputs: readonly OutputEntry[];
  /** Something around it is switched off. */
  off: boolean;
}

export type ToolNode = Node<ToolNodeData, "tool">;

export interface Drawn {
  workflow: Workflow;
  tools: ToolsById;
  selection: Selection;
  folding: Folding;
  places: ReadonlyMap<string, Moved>;
}

const SIZE = { width: TILE, height: TILE };

/** Gives a function that draws; it remembers what it drew last. */
export function toolNodeDrawer(): (drawn: Drawn) => ToolNode[] {
  let kept = new Map<string, { parts: unknown[]; node: ToolNode }>();
  return (drawn) => {
    const { workflow, tools, selection, folding, places } = drawn;
    const spoken = spokenNodes(workflow, tools);
    const next: typeof kept = new Map();
    for (const [name, node] of Object.entries(workflow.nodes)) {
      if (folding.nodes.has(name)) continue;
      const tool = tools.get(node.tool);
      const point = placeOf(workflow.layout.nodes[name], places.get(name));
      const parts = [
        node,
        tool ?? workflow.connections,
        point.x,
        point.y,
        selection.nodes.has(name),
        folding.offNodes.has(name),
        workflow.layout.notes[name],
        spoken.get(name),
      ];
      const before = kept.get(name);
      const isSame = before?.parts.every((part, index) => part === parts[index]);
      next.set(name, before && isSame ? before : { parts, node: drawNode(drawn, name, node, point, spoken) });
    }
    kept = next;
    return [...next.values()].map((each) => each.node);
  };
}

function placeOf(point: Point | undefined, moved: Moved | undefined): Point {
  return { x: moved?.x ?? point?.x ?? 0, y: moved?.y ?? point?.y ?? 0 };
}

function drawNode(
  { workflow, tools, selection, folding }: Drawn,
  name: string,
  node: WorkflowNode,
  position: Point,
  spoken: ReadonlyMap<string, string>,
): ToolNode {
  const inputs = inputsOf(workflow, name, tools);
  const outputs = outputsOf(workflow, name, tools);
  return {
    id: name,
    type: "tool",
    position,
    ...SIZE,
    measured: SIZE,
    handles: [...handlesOf(name, "input", inputs), ...handlesOf(name, "output", outputs)],
    selected: selection.nodes.has(name),
    zIndex: 1,
    ariaLabel: spoken.get(name),
    domAttributes: { "aria-describedby": stateId(name), tabIndex: -1 },
    data: {
      node,
      tool: tools.get(node.tool),
      label: nodeLabel(workflow, name, tools),
      note: workflow.layout.notes[name],
      inputs,
      outputs,
      off: folding.offNodes.has(name),
    },
  };
}

/** The element that says in words how a node is. */
export const stateId = (name: string): string => `state-${name}`;

/** React Flow is told where the anchors are, so that it need not measure them. */
export function handlesOf(
  name: string,
  side: "input" | "output",
  anchors: readonly { name: string }[],
): NonNullable<Node["handles"]> {
  return anchors.map((anchor, index) => ({
    id: `${name}.${anchor.name}`,
    type: side === "input" ? "target" : "source",
    position: side === "input" ? Position.Left : Position.Right,
    ...anchorPlace(side, index, anchors.length),
    width: ANCHOR,
    height: ANCHOR,
  }));
}
