/** The workflows of this folder: those that were opened last first, then the newest. */
import { Workflow as WorkflowIcon } from "lucide-react";
import type { WorkflowEntry } from "@/model/types";
import { attempt } from "@/state/notices";
import { openPath } from "./opening";
import { recentPaths } from "./recent";
import styles from "./StartPage.module.css";
import type { Listing } from "./useWorkflows";
import { when } from "./when";

const MOST = 8;

export function RecentList({ files, trouble }: Listing) {
  const shown = inOrder(files ?? [], recentPaths()).slice(0, MOST);
  return (
    <section aria-labelledby="recent-title" className={styles.section}>
      <h2 id="recent-title">Workflows of this folder</h2>
      {shown.length > 0 && (
        <ul className={styles.rows}>
          {shown.map((file) => (
            <li key={file.path}>
              <button
                type="button"
                className={styles.row}
                onClick={() => void attempt(() => openPath(file.path))}
              >
                <WorkflowIcon size={18} strokeWidth={1.75} aria-hidden />
                <span className={styles.name}>{file.title}</span>
                <span className={styles.time}>{when(file.modified)}</span>
                <span className={styles.detail}>{file.problem || file.path}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {files && !shown.length && (
        <p className={styles.none}>
          {trouble || "Nothing here yet. Workflows that you save in this folder stand here."}
        </p>
      )}
    </section>
  );
}

function inOrder(files: readonly WorkflowEntry[], recent: readonly string[]): WorkflowEntry[] {
  const rank = (file: WorkflowEntry) => {
    const at = recent.indexOf(file.path);
    return at === -1 ? recent.length : at;
  };
  return [...files].sort((one, two) => rank(one) - rank(two) || two.modified - one.modified);
}
