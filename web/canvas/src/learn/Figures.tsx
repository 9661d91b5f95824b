/** The figures of a training in one line: the best, the last, how far it is. */
import { duration, percent } from "@/model/text";
import { curveOf } from "./curves";
import styles from "./Figures.module.css";
import type { Training } from "./useTraining";

export function Figures({ training }: { training: Training }) {
  const { course, isAtWork, epoch, epochs, secondsLeft, speed } = training;
  if (!course) return null;
  const accuracy = curveOf(course.accuracy, "validation");
  const facts = [
    ["Best", `${percent(accuracy[course.best])} (epoch ${course.epochs[course.best]})`],
    ["Last", percent(accuracy.at(-1))],
    ["Epoch", isAtWork && epoch ? `${epoch} of ${epochs}` : String(course.epochs.at(-1))],
    ["Speed", speed],
    ["Left", secondsLeft === null ? null : `about ${duration(secondsLeft)}`],
  ].filter((fact): fact is [string, string] => Boolean(fact[1]));
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          {/* Its unit tells that it is the speed. */}
          <dt className={name === "Speed" ? "visually-hidden" : undefined}>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
