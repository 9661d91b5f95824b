/** Runs the workflow; while it runs, shows how far it is. */
import { Play } from "lucide-react";
import { counted } from "@/model/text";
import { attempt } from "@/state/notices";
import { progressText, useProgress } from "@/state/progress";
import { useIsLive, useRun } from "@/state/run";
import { Button } from "@/ui/Button";
import { shownKeys, spokenKeys } from "@/ui/keys";
import styles from "./RunButton.module.css";
import { run } from "./running";

export function RunButton() {
  const isLive = useIsLive();
  const isQueued = useRun((state) => state.info?.status === "queued");
  const done = useProgress((state) => progressText(state.done));
  const nodes = useProgress(({ done: { ended, nodes } }) => `${ended} of ${counted(nodes, "node")} done`);
  const label = isQueued ? "Queued" : isLive ? done : "Run";
  return (
    <Button
      kind="primary"
      icon={Play}
      className={styles.run}
      aria-keyshortcuts={spokenKeys("Ctrl+R")}
      title={isLive ? `It is running: ${nodes}` : `Run (${shownKeys("Ctrl+R")})`}
      disabled={isLive}
      onClick={() => void attempt(run)}
    >
      {isLive && <span className="visually-hidden">Running,</span>}
      <span>{label}</span>
      {!isLive && <kbd aria-hidden>{shownKeys("Ctrl+R")}</kbd>}
    </Button>
  );
}
