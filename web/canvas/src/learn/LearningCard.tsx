/** How a training goes, at the top of its settings: the figure, the curve, the time left. */
import { duration } from "@/model/text";
import { look } from "@/state/looking";
import { useIsOutdated } from "@/state/outdated";
import { curveOf, percent } from "./curves";
import styles from "./LearningCard.module.css";
import { Legend } from "./Legend";
import { SmallChart } from "./SmallChart";
import { useTraining } from "./useTraining";

/** Nothing for a node that never learned anything. */
export default function LearningCard({ node }: { node: string }) {
  const training = useTraining(node);
  const { course, isAtWork, epoch, epochs, progress, secondsLeft, speed } = training;
  const isOutdated = useIsOutdated(node) && !isAtWork;
  if (!course && !(isAtWork && epoch)) return null;
  const accuracy = course && curveOf(course.accuracy, "validation");
  const best = course?.epochs[course.best];
  const figure = isAtWork ? accuracy?.at(-1) : accuracy?.[course?.best ?? 0];
  return (
    <section className={styles.card} aria-label="Learning" data-outdated={isOutdated || undefined}>
      {isOutdated && <p className={styles.outdated}>Of the last training, from before the change</p>}
      <div className={styles.top}>
        <div>
          <div className={styles.name}>Validation accuracy</div>
          <div className={styles.figure}>{accuracy ? percent(figure) : "…"}</div>
        </div>
        <div className={styles.when}>
          <div className={styles.name}>
            {isAtWork ? epoch && `epoch ${epoch} of ${epochs}` : `best: epoch ${best} of ${epochs}`}
          </div>
          {secondsLeft !== null && <strong>about {duration(secondsLeft)} left</strong>}
        </div>
      </div>
      {course && <SmallChart course={course} epochs={epochs} />}
      <div className={styles.bottom}>
        <Legend />
        <span>{speed}</span>
      </div>
      {progress !== null && (
        <div
          className={styles.progress}
          role="progressbar"
          aria-label="Training"
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
