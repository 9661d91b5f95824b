/** The curves of a training with its figures. */
import { lazy, Suspense, useState } from "react";
import { duration } from "@/model/text";
import { Toggle } from "@/ui/Toggle";
import styles from "./Course.module.css";
import { curveOf, percent } from "./curves";
import { NumbersTable } from "./NumbersTable";
import type { Training } from "./useTraining";

const CurveChart = lazy(() => import("./CurveChart"));

export function Course({ label, training }: { label: string; training: Training }) {
  const { course, isAtWork, epoch, epochs, secondsLeft, speed } = training;
  const [numbers, setNumbers] = useState(false);
  if (!course) return <p className={styles.quiet}>{label} has not finished an epoch yet.</p>;
  const best = course.epochs[course.best];
  const accuracy = curveOf(course.accuracy, "validation");
  const facts = [
    ["Best", `${percent(accuracy[course.best])} in epoch ${best}`],
    ["Last", percent(accuracy.at(-1))],
    ["Epoch", isAtWork && epoch ? `${epoch} of ${epochs}` : String(course.epochs.at(-1))],
    ["Speed", speed],
    ["Left", secondsLeft === null ? null : duration(secondsLeft)],
  ].filter((fact): fact is [string, string] => Boolean(fact[1]));
  return (
    <section aria-label={`Training of ${label}`}>
      <div className={styles.top}>
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Toggle checked={numbers} onChange={setNumbers} label="Numbers" shown />
      </div>
      {numbers ? (
        <NumbersTable course={course} />
      ) : (
        <>
          <div className={styles.charts}>
            <Suspense fallback={<div className={styles.waiting} />}>
              <CurveChart
                title="Accuracy"
                course={course}
                curves={course.accuracy}
                isShare
                epochs={isAtWork ? epochs : null}
              />
              <CurveChart
                title="Loss"
                course={course}
                curves={course.loss}
                epochs={isAtWork ? epochs : null}
              />
            </Suspense>
          </div>
          <div className="visually-hidden">
            <NumbersTable course={course} />
          </div>
        </>
      )}
    </section>
  );
}
