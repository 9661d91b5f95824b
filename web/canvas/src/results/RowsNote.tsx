/** Says that only some records are shown, such as those behind a cell of a confusion matrix. */
import { counted } from "@/model/text";
import { lookAtAll } from "@/state/looking";
import { Button } from "@/ui/Button";
import styles from "./Note.module.css";

export function RowsNote({ title, count }: { title: string; count: number }) {
  return (
    <div className={styles.note} role="status">
      <span>
        <strong>{title}</strong>: {counted(count, "record")}
      </span>
      <Button onClick={lookAtAll}>Show all records</Button>
    </div>
  );
}
