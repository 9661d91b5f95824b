/** The curves of a training as a small picture: training and validation accuracy. */
import { percent } from "@/model/text";
import { type Course, curveOf } from "./curves";
import styles from "./SmallChart.module.css";

const WIDTH = 296;
const HEIGHT = 92;
const PAD = 5;

interface Props {
  course: Course;
  /** How many epochs there will be: the curve fills its share of the width. */
  epochs: number | null;
}

export function SmallChart({ course, epochs }: Props) {
  const validation = curveOf(course.accuracy, "validation");
  const training = curveOf(course.accuracy, "training");
  const known = [...validation, ...training].filter((value): value is number => value !== null);
  const low = Math.min(...known, 1);
  const high = Math.max(...known, low + 0.01);
  const last = Math.max(epochs ?? 0, course.epochs.at(-1) ?? 1);
  const x = (index: number) =>
    PAD + (((course.epochs[index] ?? 1) - 1) / Math.max(1, last - 1)) * (WIDTH - 2 * PAD);
  const y = (value: number) => HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD);
  const points = (values: readonly (number | null)[]) =>
    values.flatMap((value, index) => (value === null ? [] : [[x(index), y(value)] as const]));
  const line = (values: readonly (number | null)[]) =>
    points(values)
      .map(([left, top]) => `${left.toFixed(1)},${top.toFixed(1)}`)
      .join(" ");
  const area = points(validation);
  const end = area.at(-1);
  const trainingEnd = points(training).at(-1);
  return (
    <div className={styles.frame}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            className={styles.grid}
            x1="0"
            x2={WIDTH}
            y1={share * HEIGHT}
            y2={share * HEIGHT}
          />
        ))}
        {area.length > 1 && end && (
          <polygon
            className={styles.area}
            points={`${area[0]?.[0]},${HEIGHT} ${line(validation)} ${end[0]},${HEIGHT}`}
          />
        )}
        <polyline className={styles.training} points={line(training)} />
        <polyline className={styles.validation} points={line(validation)} />
        {trainingEnd && (
          <circle className={styles.trainingEnd} cx={trainingEnd[0]} cy={trainingEnd[1]} r="3" />
        )}
        {end && <circle className={styles.validationEnd} cx={end[0]} cy={end[1]} r="3" />}
      </svg>
      <div className={styles.scale} aria-hidden="true">
        <span>{percent(high)}</span>
        <span>{percent(low)}</span>
      </div>
    </div>
  );
}
