/** Says that what is shown is not what the workflow would give now, and makes it anew. */
import { History, type LucideIcon, Play } from "lucide-react";
import { attempt } from "@/state/notices";
import { useIsOutdated } from "@/state/outdated";
import { startRun, useIsLive } from "@/state/run";
import { Button } from "@/ui/Button";
import styles from "./Note.module.css";

export function OutdatedNote({ node }: { node: string }) {
  const isOutdated = useIsOutdated(node);
  if (!isOutdated) return null;
  return (
    <RunNote icon={History} node={node}>
      From before the change: a run would give something else now.
    </RunNote>
  );
}

interface RunNoteProps {
  icon: LucideIcon;
  /** What is to run for news; without it there is nothing to do. */
  node?: string;
  children: string;
}

export function RunNote({ icon: Icon, node, children }: RunNoteProps) {
  const isLive = useIsLive();
  return (
    <div className={styles.note} role="note">
      <Icon size={14} aria-hidden />
      <span>{children}</span>
      {node && (
        <Button icon={Play} disabled={isLive} onClick={() => void attempt(() => startRun({ only: [node] }))}>
          Run to here
        </Button>
      )}
    </div>
  );
}
