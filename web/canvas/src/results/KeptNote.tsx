/** Says that only the first records are kept, and how to have all. */
import { Pin } from "lucide-react";
import { setPinned } from "@/model/commands/nodes";
import { splitPlace } from "@/model/document";
import { nodeLabel } from "@/model/labels";
import { number } from "@/model/text";
import { toolsNow } from "@/state/catalog";
import { attempt } from "@/state/notices";
import { startRun, useIsLive } from "@/state/run";
import { edit, workflowNow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import styles from "./Note.module.css";
import type { Head } from "./records";

export function KeptNote({ place, head }: { place: string; head: Head }) {
  const isLive = useIsLive();
  if (head.complete || head.available >= head.records) return null;
  const pinAndRun = () => {
    const [node] = splitPlace(place);
    const label = nodeLabel(workflowNow(), node, toolsNow());
    edit(`Pin ${label}`, (workflow) => setPinned(workflow, [node], true));
    void attempt(() => startRun({ only: [node] }));
  };
  return (
    <div className={styles.note}>
      <span>
        The first {number(head.available)} of {number(head.records)} records are kept. Pin the node to keep
        all.
      </span>
      <Button icon={Pin} disabled={isLive} onClick={pinAndRun}>
        Pin and run
      </Button>
    </div>
  );
}
