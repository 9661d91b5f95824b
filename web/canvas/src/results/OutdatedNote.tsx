/** Says that what is shown is of an earlier state of the workflow, and makes it anew. */
import { History, Play } from "lucide-react";
import { attempt } from "@/state/notices";
import { useIsOutdated } from "@/state/outdated";
import { startRun, useIsLive } from "@/state/run";
import { Button } from "@/ui/Button";
import styles from "./Note.module.css";

export function OutdatedNote({ node }: { node: string }) {
  const isOutdated = useIsOutdated(node);
  const isLive = useIsLive();
  if (!isOutdated) return null;
  return (
    <div className={styles.note} role="note">
      <History size={14} aria-hidden />
      <span>From before the change: the workflow would give something else now.</span>
      <Button icon={Play} disabled={isLive} onClick={() => void attempt(() => startRun({ only: [node] }))}>
        Run to here
      </Button>
    </div>
  );
}
