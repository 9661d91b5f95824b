/** The drawing: React Flow with our nodes, and our gestures on it. */
import { ReactFlow, SelectionMode } from "@xyflow/react";
import { type ReactNode, useState } from "react";
import { TAB_STOP } from "@/keyboard/tabStop";
import { GRID } from "@/model/document";
import type { ConnectionEdge } from "./drawing/connections";
import { ConnectionLine } from "./edges/ConnectionLine";
import { FarConnections } from "./edges/FarConnections";
import { LooseLine } from "./edges/LooseLine";
import styles from "./Flow.module.css";
import { useConnections } from "./gestures/useConnections";
import { useDragging } from "./gestures/useDragging";
import { useDropping } from "./gestures/useDropping";
import { usePointing } from "./gestures/usePointing";
import { useSelecting } from "./gestures/useSelecting";
import { endMove, startMove } from "./gestures/viewLayer";
import { CommentCard } from "./nodes/CommentCard";
import { ContainerFrame } from "./nodes/ContainerFrame";
import { FoldedContainer } from "./nodes/FoldedContainer";
import { ToolNode } from "./nodes/ToolNode";
import { useIsVeryFar } from "./state/distance";
import { READABLE } from "./state/fitting";
import { ObstaclesContext, useDrawnObstacles } from "./state/obstacles";
import { setView, showBeginning } from "./state/view";
import { useDrawing } from "./useDrawing";

const NODE_TYPES = {
  tool: ToolNode,
  container: ContainerFrame,
  folded: FoldedContainer,
  comment: CommentCard,
};
const EDGE_TYPES = { connection: ConnectionLine };
const SNAP: [number, number] = [GRID, GRID];
/** The middle button moves the view, as Space and the left one do. */
const PAN_BUTTONS = [1];
const ADDING_KEYS = ["Shift", "Control", "Meta"];
/** So many connections are drawn as one shape from afar. */
const MANY = 200;
/** From afar so many nodes are all drawn: nearly all are in sight, and those that leave it come back. */
const MOST = 1_000;
const NONE: ConnectionEdge[] = [];
const FIT = { padding: 0.12, minZoom: READABLE, maxZoom: 1 };

export function Flow({ children }: { children: ReactNode }) {
  const { nodes, edges } = useDrawing();
  // On an empty canvas React Flow would wait, and fit the view to the first node that is added.
  const [isFitted] = useState(nodes.length > 0);
  const isVeryFar = useIsVeryFar();
  const obstacles = useDrawnObstacles(nodes);
  const isFlat = isVeryFar && edges.length > MANY;
  const { onMoves, ...dragging } = useDragging();
  const selecting = useSelecting(onMoves);
  const connections = useConnections();
  const dropping = useDropping();
  const pointing = usePointing();
  const drawing = (
    <ReactFlow
      nodes={nodes}
      edges={isFlat ? NONE : edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      {...selecting}
      {...dragging}
      {...connections}
      {...dropping}
      {...pointing}
      onInit={(instance) => {
        setView(instance as never);
        showBeginning();
      }}
      onMoveStart={startMove}
      onMoveEnd={endMove}
      className={styles.flow}
      connectionLineComponent={LooseLine}
      connectionRadius={28}
      connectOnClick={false}
      snapToGrid
      snapGrid={SNAP}
      selectionOnDrag
      selectionMode={SelectionMode.Partial}
      selectionKeyCode={null}
      multiSelectionKeyCode={ADDING_KEYS}
      deleteKeyCode={null}
      panOnDrag={PAN_BUTTONS}
      panOnScroll
      zoomOnDoubleClick={false}
      elevateNodesOnSelect={false}
      onlyRenderVisibleElements={!isVeryFar || nodes.length > MOST}
      disableKeyboardA11y
      nodeDragThreshold={3}
      minZoom={0.1}
      maxZoom={2.5}
      fitView={isFitted}
      fitViewOptions={FIT}
      zIndexMode="manual"
      edgesFocusable={false}
      {...TAB_STOP}
      aria-label="Workflow"
    >
      {isFlat && <FarConnections nodes={nodes} edges={edges} />}
      {children}
    </ReactFlow>
  );
  return <ObstaclesContext value={obstacles}>{drawing}</ObstaclesContext>;
}
