/** Runs the workflow; while it runs, shows how far it is. */
import { Play } from "lucide-react";
import { attempt } from "@/state/notices";
import { useIsLive, useRun } from "@/state/run";
import { Button } from "@/ui/Button";
import { shownKeys, spokenKeys } from "@/ui/keys";
import styles from "./RunButton.module.css";
import { run } from "./running";
import { shareDone } from "./title";

export function RunButton() {
  const isLive = useIsLive();
  const isQueued = useRun((state) => state.info?.status === "queued");
  const percent = useRun((state) => Math.floor(shareDone(state.view) * 100));
  const label = isQueued ? "Queued" : isLive ? `${percent} %` : "Run";
  return (
    <Button
      kind="primary"
      icon={Play}
      className={styles.run}
      aria-keyshortcuts={spokenKeys("Ctrl+R")}
      title={isLive ? "It is running" : `Run (${shownKeys("Ctrl+R")})`}
      disabled={isLive}
      onClick={() => void attempt(run)}
    >
      {isLive && <span className="visually-hidden">Running,</span>}
      <span>{label}</span>
      {!isLive && <kbd aria-hidden>{shownKeys("Ctrl+R")}</kbd>}
    </Button>
  );
}
