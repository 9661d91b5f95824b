/** The worst mistakes: wrong, and most sure of it. */
import { ImageOff } from "lucide-react";
import { useMemo } from "react";
import { splitPlace } from "@/model/document";
import { counted } from "@/model/text";
import type { Evaluation, RecordsPage } from "@/model/types";
import { blobAddress, isPicture } from "@/results/cells";
import { useAnswer } from "@/results/useAnswer";
import { show } from "@/state/overlay";
import { useWorkflow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { percent } from "./curves";
import styles from "./Mistakes.module.css";
import { worst, wrongRows } from "./mistakes";

const MOST = 12;

interface Props {
  evaluation: Evaluation;
  /** The output that the pictures came from. */
  place: string | null;
  column: string;
  onAll: (rows: number[]) => void;
}

export function Mistakes({ evaluation, place, column, onAll }: Props) {
  const workflow = useWorkflow((state) => state.path);
  const found = useMemo(() => worst(evaluation, MOST), [evaluation]);
  const wrong = useMemo(() => wrongRows(evaluation), [evaluation]);
  const [node, anchor] = splitPlace(place ?? ".");
  const { body } = useAnswer<RecordsPage>(
    place && found.length ? `/results/${node}/${anchor}/records` : null,
    {
      workflow,
      rows: found.map((each) => each.row).join(","),
      columns: column ? [column] : undefined,
      limit: MOST,
    },
    evaluation.revision,
  );
  const { classes } = evaluation.matrix;
  if (!found.length) return <p className={styles.none}>Every validation picture was recognised.</p>;
  return (
    <section className={styles.section} aria-label="Worst mistakes">
      <h3>Worst mistakes</h3>
      <ul className={styles.list}>
        {found.map((each) => {
          const at = body?.numbers.indexOf(each.row) ?? -1;
          const cell = body?.rows[at]?.find(isPicture);
          const truth = classes[each.truth] ?? "";
          const predicted = classes[each.predicted] ?? "";
          const title = `${truth} taken for ${predicted}, ${percent(each.score)} sure, record ${each.row + 1}`;
          return (
            <li key={each.row}>
              <button
                type="button"
                aria-label={title}
                disabled={!cell}
                onClick={() => cell && show({ kind: "picture", hash: cell.hash, at: cell.at, title })}
              >
                {cell ? (
                  <img src={blobAddress(cell, 192)} alt="" loading="lazy" />
                ) : (
                  <span className={styles.blank}>
                    <ImageOff size={18} strokeWidth={1.5} aria-hidden />
                  </span>
                )}
              </button>
              <div className={styles.truth}>{truth}</div>
              <div className={styles.predicted}>→ {predicted}</div>
              <div className={styles.sure}>{percent(each.score)} sure</div>
            </li>
          );
        })}
      </ul>
      <Button onClick={() => onAll(wrong)}>Show all {counted(wrong.length, "mistake")}</Button>
    </section>
  );
}
