/** How far an upload or a copy is. */
import { useFiles } from "./files";
import styles from "./ProgressNote.module.css";

export function ProgressNote() {
  const progress = useFiles((state) => state.progress);
  if (!progress) return null;
  const { text, done, total } = progress;
  return (
    <div className={styles.note} role="status">
      <span>{text}</span>
      {total > 1 && (
        <span className={styles.count}>
          {done} of {total}
        </span>
      )}
      <progress aria-label={text} max={total || undefined} value={total > 1 ? done : undefined} />
    </div>
  );
}
