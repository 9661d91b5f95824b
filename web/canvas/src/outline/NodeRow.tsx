/** A node in the outline: with its state, its problem and how many records left it. */
import { Check, History, Layers, LoaderCircle, Pause, TriangleAlert, X } from "lucide-react";
import type { WorkflowNode } from "@/model/document";
import { useCatalog } from "@/state/catalog";
import { useNodeView } from "@/state/run";
import { ToolTile } from "@/ui/ToolTile";
import styles from "./NodeRow.module.css";
import { OutlineRow, type RowProps } from "./OutlineRow";
import { useRowState } from "./useRowState";

const ICONS = {
  done: Check,
  warning: TriangleAlert,
  problem: TriangleAlert,
  failed: X,
  off: Pause,
  skipped: Pause,
  kept: Layers,
  outdated: History,
  pin: Layers,
} as const;

export function NodeRow({ node, ...props }: RowProps & { node: WorkflowNode }) {
  const { mark, words, off, records, spokenRecords } = useRowState(props.row.id, node);
  const tool = useCatalog((state) => state.tools.get(node.tool));
  const isRunning = useNodeView(props.row.id)?.state === "running";
  const Icon = isRunning ? LoaderCircle : mark && ICONS[mark];
  return (
    <OutlineRow
      {...props}
      words={[words, spokenRecords].filter(Boolean).join(", ")}
      icon={
        <span data-off={off || undefined} className={styles.tile}>
          <ToolTile icon={tool?.icon ?? "box"} category={tool?.category ?? ""} size={20} />
        </span>
      }
    >
      {records && (
        <span className={styles.records} aria-hidden>
          {records}
        </span>
      )}
      {Icon && (
        <span
          className={`${styles.state} ${isRunning ? styles.running : mark ? styles[mark] : ""}`}
          title={words}
        >
          <Icon size={14} strokeWidth={2} aria-hidden />
        </span>
      )}
    </OutlineRow>
  );
}
