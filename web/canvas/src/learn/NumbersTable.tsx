/** The figures of all epochs, for who wants them exactly or cannot see the curves. */
import { percent } from "@/model/text";
import { type Course, curveOf } from "./curves";
import styles from "./NumbersTable.module.css";

export function NumbersTable({ course }: { course: Course }) {
  const accuracy = curveOf(course.accuracy, "validation");
  const trainingAccuracy = curveOf(course.accuracy, "training");
  const loss = curveOf(course.loss, "validation");
  const trainingLoss = curveOf(course.loss, "training");
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Figures of every epoch</caption>
      <thead>
        <tr>
          <th scope="col">Epoch</th>
          <th scope="col">Validation accuracy</th>
          <th scope="col">Training accuracy</th>
          <th scope="col">Validation loss</th>
          <th scope="col">Training loss</th>
          <th scope="col">Pictures/s</th>
        </tr>
      </thead>
      <tbody>
        {course.epochs.map((epoch, index) => (
          <tr key={epoch} className={index === course.best ? styles.best : undefined}>
            <th scope="row">
              {epoch}
              {index === course.best && " (best)"}
            </th>
            <td>{percent(accuracy[index])}</td>
            <td>{percent(trainingAccuracy[index])}</td>
            <td>{fixed(loss[index])}</td>
            <td>{fixed(trainingLoss[index])}</td>
            <td>{Math.round(course.speed[index] ?? 0).toLocaleString("en-US")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const fixed = (value: number | null | undefined): string => value?.toFixed(4) ?? "unknown";
