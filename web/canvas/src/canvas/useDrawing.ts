/** The document as React Flow draws it. Neither a run nor a validation ever touches it. */
import { useMemo, useState } from "react";
import { useCatalog } from "@/state/catalog";
import { useDocument, useSelection } from "@/state/workflow";
import { type ConnectionEdge, connectionDrawer } from "./drawing/connections";
import { drawCopies } from "./drawing/copies";
import { foldingOf } from "./drawing/folded";
import { frameDrawer, type OtherNode } from "./drawing/frames";
import { type ToolNode, toolNodeDrawer } from "./drawing/toolNodes";
import { NOWHERE, useMoving } from "./state/moving";

export type DrawnNode = ToolNode | OtherNode;

export function useDrawing(): { nodes: DrawnNode[]; edges: ConnectionEdge[] } {
  const workflow = useDocument();
  const selection = useSelection();
  const tools = useCatalog((state) => state.tools);
  const moving = useMoving((state) => state.places);
  const copying = useMoving((state) => state.copying);
  const places = copying ? NOWHERE : moving;
  const [drawTools] = useState(toolNodeDrawer);
  const [drawFrames] = useState(frameDrawer);
  const [drawConnections] = useState(connectionDrawer);
  const folding = useMemo(() => foldingOf(workflow), [workflow]);
  const nodes = useMemo(() => {
    const drawn = { workflow, tools, selection, folding, places };
    return [...drawFrames(drawn), ...drawTools(drawn)];
  }, [workflow, tools, selection, folding, places, drawFrames, drawTools]);
  const all = useMemo(
    () => (copying ? [...nodes, ...drawCopies(nodes, moving)] : nodes),
    [nodes, copying, moving],
  );
  const edges = useMemo(
    () => drawConnections({ workflow, tools, selection, folding }),
    [workflow, tools, selection, folding, drawConnections],
  );
  return { nodes: all, edges };
}
