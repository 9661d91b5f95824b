/** The file on disk is another than the one that was opened: three ways on, and what differs. */
import { useEffect, useState } from "react";
import { normalise, type Workflow } from "@/model/document";
import { attempt } from "@/state/notices";
import { show } from "@/state/overlay";
import { useDocument, useWorkflow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import styles from "./ConflictDialog.module.css";
import { DifferenceList } from "./DifferenceList";
import { fileName } from "./files";
import { fileOnDisk, saveOver, takeTheirs } from "./saving";

export default function ConflictDialog({
  revision,
  onClose,
}: {
  revision: string | null;
  onClose: () => void;
}) {
  const path = useWorkflow((state) => state.path);
  const saved = useWorkflow((state) => state.saved);
  const mine = useDocument();
  const theirs = useTheirs(path, revision);
  const isGone = revision === null;
  const answer = (work: () => Promise<unknown>) => {
    onClose();
    void attempt(work);
  };
  return (
    <Dialog
      title={isGone ? "The file is gone from the disk" : "The file changed on disk"}
      width={640}
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => show({ kind: "save-as" })}>Save mine as a copy</Button>
          {!isGone && <Button onClick={() => answer(takeTheirs)}>Take theirs</Button>}
          <Button kind="primary" onClick={() => answer(() => saveOver(revision))}>
            {isGone ? "Write it again" : "Keep mine"}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>
          {isGone
            ? `${fileName(path)} was deleted or moved by another program since you opened it.`
            : `${fileName(path)} was changed by another program or window since you opened it. Keep mine writes your version over it; take theirs shows the other one, and undo brings yours back.`}
        </p>
        {theirs && <DifferenceList title="What they changed" from={saved} to={theirs} />}
        {theirs && <DifferenceList title="What you changed" from={saved} to={mine} />}
      </div>
    </Dialog>
  );
}

function useTheirs(path: string, revision: string | null): Workflow | null {
  const [theirs, setTheirs] = useState<Workflow | null>(null);
  useEffect(() => {
    if (revision === null) return;
    void attempt(async () => setTheirs(normalise((await fileOnDisk(path)).document)));
  }, [path, revision]);
  return theirs;
}
