/** Unsaved work that waits to be taken up again. */
import { PencilLine, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { Draft } from "@/model/types";
import { attempt } from "@/state/notices";
import { IconButton } from "@/ui/IconButton";
import { allDrafts, dropDraft } from "./drafts";
import { openPath } from "./opening";
import styles from "./StartPage.module.css";
import { when } from "./when";

export function DraftList() {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  useEffect(() => {
    void attempt(async () => setDrafts(await allDrafts()));
  }, []);
  if (!drafts.length) return null;
  const discard = async (path: string) => {
    await dropDraft(path);
    setDrafts((all) => all.filter((draft) => draft.path !== path));
  };
  return (
    <section aria-labelledby="drafts-title" className={styles.section}>
      <h2 id="drafts-title">Unsaved work</h2>
      <ul className={styles.rows}>
        {drafts.map((draft) => (
          <li key={draft.path}>
            <button
              type="button"
              className={styles.row}
              onClick={() => void attempt(() => openPath(draft.path, true))}
            >
              <PencilLine size={18} strokeWidth={1.75} aria-hidden />
              <span className={styles.name}>{draft.document.title || draft.path}</span>
              <span className={styles.time}>{when(draft.saved ?? 0)}</span>
              <span className={styles.detail}>
                {draft.base === null ? "never saved" : `changes of ${draft.path}`}
              </span>
            </button>
            <IconButton
              icon={Trash2}
              label={`Discard the unsaved work of ${draft.path}`}
              onClick={() => void attempt(() => discard(draft.path))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
