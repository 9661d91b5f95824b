/** How a training goes, at the top of its settings: the figure, the curve, the time left. */
import { duration, percent } from "@/model/text";
import { useCatalog } from "@/state/catalog";
import { look } from "@/state/looking";
import { useIsOutdated } from "@/state/outdated";
import { useResults } from "@/state/results";
import { useDocument } from "@/state/workflow";
import { curveOf } from "./curves";
import styles from "./LearningCard.module.css";
import { Legend } from "./Legend";
import { makesModel } from "./learned";
import { SmallChart } from "./SmallChart";
import { type Training, useTraining } from "./useTraining";

/** Nothing for a node that never learned anything. */
export default function LearningCard({ node }: { node: string }) {
  const training = useTraining(node);
  const { course, isAtWork, epochs, progress, speed } = training;
  const isLearner = useIsLearner(node);
  const note = useNote(node, training);
  if (!course && !(isAtWork && (training.epoch || isLearner))) return null;
  return (
    <section className={styles.card} aria-label="Learning" data-outdated={note !== "" || undefined}>
      {note && <p className={styles.outdated}>{note}</p>}
      <Top training={training} />
      {course && <SmallChart course={course} epochs={epochs} />}
      {course && (
        <div className={styles.bottom}>
          <Legend />
          <span>{speed}</span>
        </div>
      )}
      {progress !== null && (
        <div
          className={styles.progress}
          role="progressbar"
          aria-label={training.doing || "Training"}
          aria-valuenow={Math.round(progress * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <span style={{ width: `${progress * 100}%` }} />
        </div>
      )}
      <button
        type="button"
        className={styles.more}
        onClick={() => look({ node, anchor: null, side: "output" }, "learning")}
      >
        {isAtWork ? "All curves" : "Curves, mistakes, try a picture"}
      </button>
    </section>
  );
}

function Top({ training }: { training: Training }) {
  const { course, isAtWork, doing, epoch, epochs, secondsLeft } = training;
  const accuracy = course && curveOf(course.accuracy, "validation");
  const figure = isAtWork ? accuracy?.at(-1) : accuracy?.[course?.best ?? 0];
  const best = course?.epochs[course.best];
  const when = isAtWork ? epoch && `epoch ${epoch} of ${epochs}` : `best: epoch ${best} of ${epochs}`;
  if (!accuracy && !epoch)
    return (
      <div>
        <div className={styles.figure}>Preparing</div>
        <p className={styles.doing}>{doing || "The first curve is here after an epoch."}</p>
      </div>
    );
  return (
    <div className={styles.top}>
      <div>
        <div className={styles.name}>Validation accuracy</div>
        <div className={styles.figure}>{accuracy ? percent(figure) : "…"}</div>
      </div>
      <div className={styles.when}>
        <div className={styles.name}>{when || doing}</div>
        {secondsLeft !== null && <strong>about {duration(secondsLeft)} left</strong>}
      </div>
    </div>
  );
}

/** Of which training it is, where that is not the one of the workflow as it is. */
function useNote(node: string, { isAtWork, isWaiting, broken }: Training): string {
  const isOutdated = useIsOutdated(node);
  if (isAtWork) return "";
  if (broken) return `This training ${broken} and gave no model`;
  if (isWaiting) return "Of the last training: the new one waits for what comes before it";
  return isOutdated ? "Of the last training, from before the change" : "";
}

function useIsLearner(node: string): boolean {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const hasLearned = useResults((state) => state.index.metrics[node] !== undefined);
  return hasLearned || makesModel(workflow, node, tools);
}
