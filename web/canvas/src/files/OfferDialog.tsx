/** Offers the unsaved work that was found when a file was opened. */

import { normalise } from "@/model/document";
import { attempt } from "@/state/notices";
import { useWorkflow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import styles from "./ConflictDialog.module.css";
import { DifferenceList } from "./DifferenceList";
import { fileName, useFiles } from "./files";
import { answerOffer } from "./opening";
import { when } from "./when";

export default function OfferDialog() {
  const offered = useFiles((state) => state.offered);
  const saved = useWorkflow((state) => state.saved);
  if (!offered) return null;
  const restore = () => void attempt(() => answerOffer(true));
  return (
    <Dialog
      title="Unsaved changes"
      onClose={restore}
      actions={
        <>
          <Button onClick={() => void attempt(() => answerOffer(false))}>Discard</Button>
          <Button kind="primary" data-autofocus onClick={restore}>
            Restore
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>
          You have unsaved changes of {fileName(offered.path)} from {when(offered.saved ?? 0)}.
        </p>
        <DifferenceList title="What you changed" from={saved} to={normalise(offered.document)} />
      </div>
    </Dialog>
  );
}
