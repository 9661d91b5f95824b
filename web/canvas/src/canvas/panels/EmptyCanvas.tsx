/** What an empty canvas says: how to begin. */
import { MousePointerClick } from "lucide-react";
import { show } from "@/state/overlay";
import { useWorkflow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { EmptyHint } from "@/ui/EmptyHint";
import { shownKeys, spokenKeys } from "@/ui/keys";
import { middleOfView, onScreen } from "../state/view";
import styles from "./EmptyCanvas.module.css";

export function EmptyCanvas() {
  const isEmpty = useWorkflow(({ history: { present } }) => {
    const { nodes, containers, layout } = present;
    return ![nodes, containers, layout.comments].some((part) => Object.keys(part).length);
  });
  if (!isEmpty) return null;
  const addTool = () => {
    const at = middleOfView();
    show({ kind: "quick-add", at, screen: onScreen(at) });
  };
  return (
    <div className={styles.hint}>
      <EmptyHint icon={MousePointerClick}>
        <p>
          Drag a tool from the palette, or double-click here to search one.
          <br />
          Drop a folder of pictures, a table or a workflow file to begin with it.
        </p>
        <div className={styles.buttons}>
          <Button
            title={`Add a tool (${shownKeys("A")})`}
            aria-keyshortcuts={spokenKeys("A")}
            onClick={addTool}
          >
            Add a tool
          </Button>
          <Button onClick={() => show({ kind: "open" })}>Open a sample</Button>
        </div>
      </EmptyHint>
    </div>
  );
}
