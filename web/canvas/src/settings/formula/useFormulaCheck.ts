/** What the server says of an expression while it is typed. */
import { useEffect, useState } from "react";
import { post } from "@/api/client";
import type { FormulaAnswer } from "@/model/types";
import { useDocument, useWorkflow } from "@/state/workflow";

const PAUSE_MS = 200;
const RECORDS = 5;

export interface FormulaCheck {
  /** Null before the first answer; of an older text while the newer one is judged. */
  answer: FormulaAnswer | null;
  /** Why there is no answer. */
  trouble: string;
}

export function useFormulaCheck(node: string, field: string, expression: string): FormulaCheck {
  const document = useDocument();
  const path = useWorkflow((state) => state.path);
  const [check, setCheck] = useState<FormulaCheck>({ answer: null, trouble: "" });
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      const asked = { path, document, node, field, expression, records: RECORDS };
      post<FormulaAnswer>("/formulas/check", asked, controller.signal)
        .then((answer) => setCheck({ answer, trouble: "" }))
        .catch((error: Error) => {
          if (!controller.signal.aborted) setCheck({ answer: null, trouble: error.message });
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [path, document, node, field, expression]);
  return check;
}
