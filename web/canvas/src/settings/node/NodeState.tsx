/** What holds for a node as a whole: switched off, skipped, pinned, not available. */
import { Pin, PowerOff, TriangleAlert } from "lucide-react";
import { setEnabled, setPinned } from "@/model/commands/nodes";
import { nodeLabel } from "@/model/labels";
import { toolsNow, useCatalog } from "@/state/catalog";
import { useValidation } from "@/state/validation";
import { edit, useDocument } from "@/state/workflow";
import { Button } from "@/ui/Button";
import styles from "./NodeState.module.css";

export function NodeState({ node }: { node: string }) {
  const workflow = useDocument();
  const entry = workflow.nodes[node];
  const tool = useCatalog((state) => state.tools.get(entry?.tool ?? ""));
  const skipped = useValidation((state) => state.validation.skipped[node]);
  const label = nodeLabel(workflow, node, toolsNow());
  if (!entry) return null;
  return (
    <>
      {tool && !tool.available && (
        <p className={styles.warning}>
          <TriangleAlert size={14} aria-hidden />
          <span>{tool.hint || "This tool cannot run here."}</span>
        </p>
      )}
      {!entry.enabled ? (
        <div className={styles.note}>
          <PowerOff size={14} aria-hidden />
          <span>Disabled: it does not run, nor does what hangs on it.</span>
          <Button
            kind="quiet"
            onClick={() => edit(`Enable ${label}`, (now) => setEnabled(now, [node], true))}
          >
            Enable
          </Button>
        </div>
      ) : (
        skipped && (
          <div className={styles.note}>
            <PowerOff size={14} aria-hidden />
            <span>{`Does not run: ${skipped}`}</span>
          </div>
        )
      )}
      {entry.pinned && (
        <div className={styles.note}>
          <Pin size={14} aria-hidden />
          <span>Pinned: its results are kept on disk, and later runs start from them.</span>
          <Button kind="quiet" onClick={() => edit(`Unpin ${label}`, (now) => setPinned(now, [node], false))}>
            Unpin
          </Button>
        </div>
      )}
    </>
  );
}
