/** A curve without axes, with its last point marked. */
import styles from "./Sparkline.module.css";

interface Props {
  values: readonly number[];
  /** How many values there will be, where that is known: the curve grows towards the right. */
  total: number | null;
  width?: number;
  height?: number;
}

export function Sparkline({ values, total, width = 112, height = 30 }: Props) {
  if (!values.length) return null;
  const points = curvePoints(values, total, { width, height });
  const line = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={styles.curve}
      aria-hidden
    >
      <polygon points={`${first.x},${height} ${line} ${last.x},${height}`} className={styles.area} />
      <polyline points={line} className={styles.line} />
      <circle cx={last.x} cy={last.y} r={3} className={styles.last} />
    </svg>
  );
}

/** Points of a curve in a box, the highest value at its top, with room for the mark. */
export function curvePoints(
  values: readonly number[],
  total: number | null,
  { width, height }: { width: number; height: number },
): { x: number; y: number }[] {
  const room = 4;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const steps = Math.max(total ?? 0, values.length) - 1 || 1;
  return values.map((value, index) => ({
    x: room + (index / steps) * (width - 2 * room),
    y: height - room - ((value - low) / span) * (height - 2 * room),
  }));
}
