/** An expression: the editor loads when it is first needed. */

import { Suspense } from "react";
import { late } from "@/ui/late";
import type { ControlProps } from "../controls/ControlProps";
import styles from "./Formula.module.css";

const FormulaField = late(() => import("./FormulaField"));

export function ExpressionControl(props: ControlProps) {
  return (
    <Suspense fallback={<div className={styles.loading}>{String(props.value ?? "")}</div>}>
      <FormulaField {...props} />
    </Suspense>
  );
}
