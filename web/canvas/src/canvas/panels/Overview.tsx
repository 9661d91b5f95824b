/** The minimap: every tile in its colour; drag in it to move the view. */
import { MiniMap } from "@xyflow/react";
import { useDesk } from "@/state/desk";
import { categoryColor } from "@/ui/category";
import type { DrawnNode } from "../useDrawing";
import styles from "./Overview.module.css";

export function Overview() {
  const isShown = useDesk((state) => state.minimap);
  if (!isShown) return null;
  return (
    <MiniMap<DrawnNode>
      className={styles.map}
      style={{ width: 150, height: 92, margin: 14, background: "var(--panel)" }}
      position="bottom-right"
      pannable
      zoomable
      nodeColor={colorOf}
      nodeStrokeColor={strokeOf}
      nodeStrokeWidth={4}
      nodeBorderRadius={14}
      maskColor="transparent"
      maskStrokeColor="var(--accent)"
      maskStrokeWidth={1.5}
      ariaLabel="Overview of the workflow"
    />
  );
}

function colorOf(node: DrawnNode): string {
  if (node.type === "tool")
    return node.data.tool ? categoryColor(node.data.tool.category) : "var(--other-category)";
  if (node.type === "folded") return "var(--edge)";
  return node.type === "comment" ? "var(--warn-soft)" : "transparent";
}

const strokeOf = (node: DrawnNode): string => (node.type === "container" ? "var(--line)" : "transparent");
