/** A label, a control, what it means and what is wrong with it; the control is told of all of them. */
import { type ReactNode, useId } from "react";
import styles from "./Field.module.css";
import { Problems } from "./Problems";

export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

export interface FieldProblem {
  message: string;
  severity?: "error" | "warning";
}

interface Props {
  label: string;
  /** Beside the label, at the right. */
  aside?: ReactNode;
  hint?: ReactNode;
  problems?: readonly FieldProblem[];
  children: (control: ControlProps) => ReactNode;
}

export function Field({ label, aside, hint, problems = [], children }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, problems.length > 0 && `${id}-problems`].filter(Boolean).join(" ");
  const control = {
    id,
    "aria-describedby": described || undefined,
    "aria-invalid": problems.some((problem) => problem.severity !== "warning") || undefined,
  };
  return (
    <div className={styles.field}>
      <div className={styles.top}>
        <label htmlFor={id}>{label}</label>
        {aside && <span className={styles.aside}>{aside}</span>}
      </div>
      {children(control)}
      {hint && (
        <div id={`${id}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
      <Problems id={`${id}-problems`} problems={problems} />
    </div>
  );
}
