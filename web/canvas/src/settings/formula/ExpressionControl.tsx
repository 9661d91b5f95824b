/** An expression: the editor loads when it is first needed. */
import { lazy, Suspense } from "react";
import type { ControlProps } from "../controls/ControlProps";
import styles from "./Formula.module.css";

const FormulaField = lazy(() => import("./FormulaField"));

export function ExpressionControl(props: ControlProps) {
  return (
    <Suspense fallback={<div className={styles.loading}>{String(props.value ?? "")}</div>}>
      <FormulaField {...props} />
    </Suspense>
  );
}
