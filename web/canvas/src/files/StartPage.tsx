/** What is shown when no workflow is open: unsaved work, recent files, samples, a new workflow. */
import { FilePlus2, FolderOpen } from "lucide-react";
import { useConnection } from "@/state/connection";
import { attempt } from "@/state/notices";
import { show } from "@/state/overlay";
import { Button } from "@/ui/Button";
import { DraftList } from "./DraftList";
import { newWorkflow } from "./opening";
import { RecentList } from "./RecentList";
import { SampleList } from "./SampleList";
import styles from "./StartPage.module.css";
import { useWorkflows } from "./useWorkflows";

export default function StartPage() {
  const workspace = useConnection((state) => state.service?.workspace);
  const listing = useWorkflows();
  // A sample may be called like a workflow of the folder: what is one's own comes first.
  const hasWorkflows = Boolean(listing.files?.length);
  const lists = [<RecentList key="recent" {...listing} />, <SampleList key="samples" />];
  return (
    <main className={styles.page} aria-label="Start" id="start">
      <div className={styles.content}>
        <header className={styles.head}>
          <h1>Pictures and tables, one tool after the other</h1>
          <p>Drag tools onto a canvas, connect them, run. {workspace && <code>{workspace}</code>}</p>
          <div className={styles.buttons}>
            <Button kind="primary" icon={FilePlus2} onClick={() => void attempt(newWorkflow)}>
              New workflow
            </Button>
            <Button icon={FolderOpen} onClick={() => show({ kind: "open" })}>
              Open
            </Button>
            <span className={styles.drop}>
              or drop a .workflow.json, a table or a folder of pictures here
            </span>
          </div>
        </header>
        <DraftList />
        <div className={styles.columns}>{hasWorkflows ? lists : lists.toReversed()}</div>
      </div>
    </main>
  );
}
