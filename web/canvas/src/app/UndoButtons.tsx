/** Undo and redo; each says what it would take back or bring again. */
import { Redo2, Undo2 } from "lucide-react";
import { redoLabel, undoLabel } from "@/model/history";
import { redo, undo, useWorkflow } from "@/state/workflow";
import { IconButton } from "@/ui/IconButton";
import styles from "./UndoButtons.module.css";

export function UndoButtons() {
  const back = useWorkflow((state) => undoLabel(state.history));
  const forth = useWorkflow((state) => redoLabel(state.history));
  return (
    <div className={styles.pair}>
      <IconButton
        icon={Undo2}
        label={back ? `Undo: ${back}` : "Undo"}
        keys="Ctrl+Z"
        disabled={!back}
        onClick={undo}
      />
      <IconButton
        icon={Redo2}
        label={forth ? `Redo: ${forth}` : "Redo"}
        keys="Ctrl+Y"
        disabled={!forth}
        onClick={redo}
      />
    </div>
  );
}
