/** The mark of Weft: the way to the start page. */
import { goToStart } from "@/files/opening";
import { attempt } from "@/state/notices";
import styles from "./Mark.module.css";

export function Mark() {
  return (
    <button
      type="button"
      className={styles.mark}
      aria-label="Weft, start page"
      title="Start page"
      onClick={() => void attempt(goToStart)}
    >
      <img src="/favicon.svg" alt="" width={22} height={22} />
      <span>Weft</span>
    </button>
  );
}
