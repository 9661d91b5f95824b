/** The type of a column in a few letters, as on every list of columns. */
import styles from "./TypeChip.module.css";

const LETTERS: readonly [RegExp, letters: string, tone: string][] = [
  [/^picture$/, "PIC", "picture"],
  [/^(text|string)/, "ABC", "text"],
  [/^u?int|^byte$/, "123", "number"],
  [/^(float|double|half|decimal)/, "1.5", "number"],
  [/^bool/, "T/F", "bool"],
  [/^(date|time|timestamp|duration)/, "DAY", "time"],
  [/^model$/, "MOD", "picture"],
  [/^report$/, "REP", "picture"],
];

export function TypeChip({ type }: { type: string }) {
  const [, letters, tone] = LETTERS.find(([pattern]) => pattern.test(type)) ?? [null, "BIN", "other"];
  return (
    <span className={`${styles.chip} ${styles[tone]}`} title={type}>
      <span aria-hidden>{letters}</span>
      <span className="visually-hidden">{type}</span>
    </span>
  );
}
