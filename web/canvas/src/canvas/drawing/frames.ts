/** Containers and comments as React Flow draws them; what did not change keeps its identity. */
import type { Node } from "@xyflow/react";
import { bounds } from "@/model/commands/containers";
import {
  type Comment,
  type Rect,
  splitPlace,
  TILE,
  type Workflow,
  type WorkflowContainer,
} from "@/model/document";
import { inputsOf, outputsOf, type ToolsById } from "@/model/graph";
import type { Moved } from "../state/moving";
import { drawnId } from "./ids";
import { type Drawn, handlesOf } from "./toolNodes";

export interface FrameData extends Record<string, unknown> {
  id: string;
  container: WorkflowContainer;
  color: string | undefined;
  off: boolean;
}

/** An anchor that is connected with the outside, on the tile of a folded container. */
export interface OutsideAnchor {
  place: string;
  letter: string;
}

export interface FoldedData extends FrameData {
  inputs: readonly OutsideAnchor[];
  outputs: readonly OutsideAnchor[];
}

export interface CommentData extends Record<string, unknown> {
  id: string;
  comment: Comment;
}

export type FrameNode = Node<FrameData, "container">;
export type FoldedNode = Node<FoldedData, "folded">;
export type CommentNode = Node<CommentData, "comment">;
export type OtherNode = FrameNode | FoldedNode | CommentNode;

/** The canvas is one stop of the Tab key; inside it arrows lead on. */
const BY_ARROWS = { tabIndex: -1 };
const TILE_SIZE = { width: TILE, height: TILE };

/** Gives a function that draws; it remembers what it drew last. */
export function frameDrawer(): (drawn: Drawn) => OtherNode[] {
  let kept = new Map<string, { parts: unknown[]; node: OtherNode }>();
  return (drawn) => {
    const { workflow, selection, folding, places } = drawn;
    const next: typeof kept = new Map();
    const keep = (id: string, parts: unknown[], draw: () => OtherNode) => {
      const before = kept.get(id);
      const isSame =
        before?.parts.length === parts.length && before.parts.every((part, index) => part === parts[index]);
      next.set(id, before && isSame ? before : { parts, node: draw() });
    };
    for (const [id, container] of Object.entries(workflow.containers)) {
      if (folding.containers.has(id)) continue;
      const layout = workflow.layout.containers[id];
      const drawn_ = drawnId("container", id);
      const rect = movedRect(bounds(workflow, id), places.get(drawn_));
      const selected = selection.containers.has(id);
      const off = folding.offContainers.has(id) || !container.enabled;
      const data: FrameData = { id, container, color: layout?.color, off };
      const parts = [container, layout?.color, off, selected, rect.x, rect.y];
      if (layout?.collapsed)
        keep(drawn_, [...parts, workflow.connections, workflow.nodes], () =>
          folded(drawn, data, rect, selected),
        );
      else
        keep(drawn_, [...parts, rect.width, rect.height], () =>
          frame(data, rect, selected, folding.depth.get(id) ?? 0),
        );
    }
    for (const [id, comment] of Object.entries(workflow.layout.comments)) {
      const home = comment.container;
      if (home && (folding.containers.has(home) || workflow.layout.containers[home]?.collapsed)) continue;
      const drawn_ = drawnId("comment", id);
      const rect = movedRect(comment, places.get(drawn_));
      const selected = selection.comments.has(id);
      keep(drawn_, [comment, selected, rect.x, rect.y, rect.width, rect.height], () =>
        commentCard({ id, comment }, rect, selected),
      );
    }
    kept = next;
    return [...next.values()].map((each) => each.node);
  };
}

function movedRect(rect: Rect, moved: Moved | undefined): Rect {
  return { x: rect.x, y: rect.y, width: rect.width, height: rect.height, ...moved };
}

function frame(data: FrameData, rect: Rect, selected: boolean, depth: number): FrameNode {
  return {
    id: drawnId("container", data.id),
    type: "container",
    ...placed(rect),
    selected,
    // Pointer gestures in its empty middle belong to the canvas; React Flow's box must not pick it up.
    selectable: false,
    draggable: true,
    connectable: false,
    style: { pointerEvents: "none" },
    zIndex: depth - 100,
    domAttributes: BY_ARROWS,
    ariaLabel: `Container ${data.container.title || "without a title"}${data.off ? ", switched off" : ""}`,
    data,
  };
}

function folded({ workflow, tools }: Drawn, data: FrameData, rect: Rect, selected: boolean): FoldedNode {
  const id = drawnId("container", data.id);
  const { inputs, outputs } = outside(workflow, data.id, tools);
  return {
    id,
    type: "folded",
    position: { x: rect.x, y: rect.y },
    ...TILE_SIZE,
    measured: TILE_SIZE,
    handles: [
      ...handlesOf("", "input", inputs.map(named)).map(unprefixed),
      ...handlesOf("", "output", outputs.map(named)).map(unprefixed),
    ],
    selected,
    zIndex: 1,
    domAttributes: BY_ARROWS,
    ariaLabel: `Folded container ${data.container.title || "without a title"}${data.off ? ", switched off" : ""}`,
    data: { ...data, inputs, outputs },
  };
}

const named = (anchor: OutsideAnchor) => ({ name: anchor.place });
const unprefixed = <H extends { id?: string | null }>(handle: H): H => ({
  ...handle,
  id: handle.id?.slice(1),
});

/** The anchors inside a container that are connected with what is outside. */
function outside(workflow: Workflow, id: string, tools: ToolsById) {
  const members = new Set<string>();
  const collect = (each: string) => {
    const container = workflow.containers[each];
    for (const node of container?.nodes ?? []) members.add(node);
    for (const inner of container?.containers ?? []) collect(inner);
  };
  collect(id);
  const inputs = new Map<string, OutsideAnchor>();
  const outputs = new Map<string, OutsideAnchor>();
  for (const { from, to } of workflow.connections) {
    const [source, output] = splitPlace(from);
    const [target, input] = splitPlace(to);
    if (members.has(source) === members.has(target)) continue;
    const letter = (anchors: readonly { name: string; letter: string }[], name: string) =>
      anchors.find((anchor) => anchor.name === name)?.letter ?? "";
    if (members.has(target))
      inputs.set(to, { place: to, letter: letter(inputsOf(workflow, target, tools), input) });
    else outputs.set(from, { place: from, letter: letter(outputsOf(workflow, source, tools), output) });
  }
  return { inputs: [...inputs.values()], outputs: [...outputs.values()] };
}

function commentCard(data: CommentData, rect: Rect, selected: boolean): CommentNode {
  return {
    id: drawnId("comment", data.id),
    type: "comment",
    ...placed(rect),
    selected,
    connectable: false,
    zIndex: 0,
    domAttributes: BY_ARROWS,
    ariaLabel: `Comment: ${data.comment.text.slice(0, 120) || "empty"}`,
    data,
  };
}

function placed(rect: Rect) {
  const size = { width: rect.width, height: rect.height };
  return { position: { x: rect.x, y: rect.y }, ...size, measured: size };
}
