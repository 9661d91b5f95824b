/** How far a running node is, as a ring around its tile; it turns where the end is not known. */
import styles from "./ProgressRing.module.css";

interface Props {
  done: number;
  total: number | null | undefined;
}

export function ProgressRing({ done, total }: Props) {
  const percent = total ? Math.min(100, (100 * done) / total) : null;
  return (
    <svg className={styles.ring} width={76} height={76} viewBox="0 0 76 76" aria-hidden>
      <rect className={styles.track} x={1.5} y={1.5} width={73} height={73} rx={22} />
      <rect
        className={percent === null ? styles.open : styles.done}
        x={1.5}
        y={1.5}
        width={73}
        height={73}
        rx={22}
        pathLength={100}
        strokeDasharray={percent === null ? "22 78" : `${percent} 100`}
      />
    </svg>
  );
}
