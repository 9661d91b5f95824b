/** What is wrong with a field, in words. */
import { CircleAlert, TriangleAlert } from "lucide-react";
import styles from "./Problems.module.css";

interface Problem {
  message: string;
  field?: string | null;
  severity?: "error" | "warning";
}

export function Problems({ id, problems }: { id?: string; problems: readonly Problem[] }) {
  if (!problems.length) return null;
  return (
    <ul id={id} className={styles.problems}>
      {problems.map((problem) => (
        <li
          key={`${problem.field} ${problem.message}`}
          className={problem.severity === "warning" ? styles.warning : styles.error}
        >
          {problem.severity === "warning" ? (
            <TriangleAlert size={14} aria-label="Warning:" />
          ) : (
            <CircleAlert size={14} aria-label="Error:" />
          )}
          <span>{problem.message}</span>
        </li>
      ))}
    </ul>
  );
}
