/** Which anchor the panel shows, and whose records are on it. */
import { useMemo } from "react";
import type { Workflow } from "@/model/document";
import { inputsOf, outOf, outputsOf, sourceOf, type ToolsById } from "@/model/graph";
import { nodeLabel } from "@/model/labels";
import { type Selection, soleNode } from "@/model/selection";
import { useCatalog } from "@/state/catalog";
import { type Looked, useLooking } from "@/state/looking";
import { useDocument, useSelection } from "@/state/workflow";

/** Its own output only describes the columns: who looks at it means what reaches it. */
const BROWSE = "weft.browse";

export interface Target {
  node: string;
  anchor: string;
  side: "input" | "output";
  /** The output whose records are shown, `node.anchor`; null for an input with no connection. */
  place: string | null;
  /** Only these records. */
  rows: { numbers: number[]; title: string } | null;
}

interface Looking {
  place: Looked | null;
  selected: string | null;
  rows: Target["rows"];
}

/** What to show: what was clicked last, unless another node was selected since. */
export function resolve(
  workflow: Workflow,
  selection: Selection,
  looking: Looking,
  tools: ToolsById,
): Target | null {
  const sole = soleNode(selection);
  const { place, selected } = looking;
  const clicked =
    place && workflow.nodes[place.node] && (sole === null || sole === place.node || sole === selected)
      ? place
      : null;
  const node = clicked?.node ?? sole;
  if (node === null || !workflow.nodes[node]) return null;
  const output = outputsOf(workflow, node, tools)[0]?.name;
  const input = inputsOf(workflow, node, tools)[0]?.name;
  const isSink = !output || workflow.nodes[node]?.tool === BROWSE;
  const side = clicked?.anchor ? clicked.side : isSink ? "input" : "output";
  const anchor = clicked?.anchor ?? (side === "output" ? output : input);
  if (!anchor) return null;
  return {
    node,
    anchor,
    side,
    place: side === "output" ? `${node}.${anchor}` : sourceOf(workflow, node, anchor),
    rows: clicked ? looking.rows : null,
  };
}

export function useTarget(): Target | null {
  const workflow = useDocument();
  const selection = useSelection();
  const looking = useLooking();
  const tools = useCatalog((state) => state.tools);
  return useMemo(() => resolve(workflow, selection, looking, tools), [workflow, selection, looking, tools]);
}

/** `Create Samples · E → Image Recognition · T`. */
export function targetTitle(workflow: Workflow, target: Target, tools: ToolsById): string {
  const { node, anchor, side, place } = target;
  if (side === "output") {
    const [only, ...others] = outOf(workflow, node).filter((each) => each.from === place);
    const from = placeTitle(workflow, `${node}.${anchor}`, "output", tools);
    return only && !others.length ? `${from} → ${placeTitle(workflow, only.to, "input", tools)}` : from;
  }
  const to = placeTitle(workflow, `${node}.${anchor}`, "input", tools);
  return place ? `${placeTitle(workflow, place, "output", tools)} → ${to}` : to;
}

/** `Create Samples · E`. */
export function placeTitle(
  workflow: Workflow,
  place: string,
  side: "input" | "output",
  tools: ToolsById,
): string {
  const dot = place.indexOf(".");
  const [node, name] = [place.slice(0, dot), place.slice(dot + 1)];
  const anchors = side === "input" ? inputsOf(workflow, node, tools) : outputsOf(workflow, node, tools);
  const letter = anchors.find((each) => each.name === name)?.letter;
  const label = nodeLabel(workflow, node, tools);
  if (letter) return `${label} · ${letter}`;
  return anchors.length > 1 ? `${label} · ${name}` : label;
}
