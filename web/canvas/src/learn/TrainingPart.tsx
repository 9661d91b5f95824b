/** What a training shows of itself: its curves, their numbers, or how it judged the validation pictures. */

import { Suspense } from "react";
import { late } from "@/ui/late";
import { Lesson } from "./Lesson";
import { NumbersTable } from "./NumbersTable";
import styles from "./TrainingPart.module.css";
import type { Training } from "./useTraining";

const CurveChart = late(() => import("./CurveChart"));

interface Props {
  node: string;
  label: string;
  training: Training;
  part: "curves" | "numbers" | "mistakes";
}

export function TrainingPart({ node, label, training, part }: Props) {
  const { course, isAtWork } = training;
  if (part === "mistakes") {
    if (!isAtWork) return <Lesson node={node} />;
    return (
      <p className={styles.quiet}>What it still takes for something else is shown here when it is done.</p>
    );
  }
  if (!course) return <p className={styles.quiet}>{label} has not finished an epoch yet.</p>;
  if (part === "numbers") return <NumbersTable course={course} />;
  const epochs = isAtWork ? training.epochs : null;
  return (
    <>
      <div className={styles.charts}>
        <Suspense>
          <CurveChart title="Accuracy" course={course} curves={course.accuracy} isShare epochs={epochs} />
          <CurveChart title="Loss" course={course} curves={course.loss} epochs={epochs} />
        </Suspense>
      </div>
      <div className="visually-hidden">
        <NumbersTable course={course} />
      </div>
    </>
  );
}
