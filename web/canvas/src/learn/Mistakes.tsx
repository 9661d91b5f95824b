/** The worst mistakes: wrong, and most sure of it. */
import { ImageOff } from "lucide-react";
import { useMemo } from "react";
import { counted, percent } from "@/model/text";
import type { Evaluation } from "@/model/types";
import { isPicture } from "@/results/cells";
import { type Cell, Records } from "@/results/records";
import { Thumbnail } from "@/results/Thumbnail";
import { useShown } from "@/results/useRecords";
import { openPicture } from "@/results/viewer";
import { useWorkflow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import styles from "./Mistakes.module.css";
import { type Judged, mistakeTitle, worst } from "./mistakes";

/** More are behind a button. */
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
  const { revision } = evaluation;
  const found = useMemo(() => worst(evaluation, evaluation.judged.length), [evaluation]);
  const rows = useMemo(() => found.map((each) => each.row), [found]);
  const records = useMemo(
    () => new Records({ workflow, place: place ?? "", revision, selection: {}, rows: place ? rows : [] }),
    [workflow, place, revision, rows],
  );
  const { head } = useShown(records);
  if (!found.length) return <p className={styles.none}>Every validation picture was recognised.</p>;
  const at = head?.columns.findIndex(({ name, kinds }) =>
    column ? name === column : kinds.includes("picture"),
  );
  const naming = new Map(found.map((each) => [each.row, mistakeTitle(evaluation, each)]));
  const open = (index: number) =>
    void openPicture(records, at ?? 0, index, ({ number }) => naming.get(number) ?? "");
  return (
    <section className={styles.section} aria-label="Worst mistakes">
      <div className={styles.top}>
        <h3>Worst mistakes</h3>
        <Button onClick={() => onAll(rows)}>Show all {counted(rows.length, "mistake")}</Button>
      </div>
      <ul className={styles.list}>
        {found.slice(0, MOST).map((each, index) => (
          <Mistake
            key={each.row}
            evaluation={evaluation}
            judged={each}
            cell={records.row(index)?.cells[at ?? -1]}
            onOpen={() => open(index)}
          />
        ))}
      </ul>
    </section>
  );
}

interface MistakeProps {
  evaluation: Evaluation;
  judged: Judged;
  cell: Cell | undefined;
  onOpen: () => void;
}

function Mistake({ evaluation, judged, cell, onOpen }: MistakeProps) {
  const { classes } = evaluation.matrix;
  const picture = isPicture(cell) ? cell : null;
  return (
    <li>
      <button
        type="button"
        aria-label={mistakeTitle(evaluation, judged)}
        disabled={!picture}
        onClick={onOpen}
      >
        {picture ? (
          <Thumbnail cell={picture} fits={192} alt="" />
        ) : (
          <span className={styles.blank}>
            <ImageOff size={18} strokeWidth={1.5} aria-hidden />
          </span>
        )}
      </button>
      <div className={styles.truth}>{classes[judged.truth]}</div>
      <div className={styles.predicted}>→ {classes[judged.predicted]}</div>
      <div className={styles.sure}>{percent(judged.score)} sure</div>
    </li>
  );
}
