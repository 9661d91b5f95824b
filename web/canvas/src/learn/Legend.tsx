/** Which curve is which. */
import styles from "./Legend.module.css";

export function Legend() {
  return (
    <span className={styles.legend}>
      <span>
        <span className={`${styles.mark} ${styles.validation}`} /> validation
      </span>
      <span>
        <span className={`${styles.mark} ${styles.training}`} /> training
      </span>
    </span>
  );
}
