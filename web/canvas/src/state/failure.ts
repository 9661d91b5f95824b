/** Why a node failed in the run that is shown, as long as it is set as it was then. */
import { useMemo } from "react";
import type { ProblemAt } from "@/model/types";
import { useRun } from "./run";
import { useDocument } from "./workflow";

export function useFailure(node: string): ProblemAt | null {
  const view = useRun((state) => state.view?.nodes[node]);
  const messages = useRun((state) => state.view?.messages);
  const then = useRun((state) => state.of?.nodes[node]);
  const now = useDocument().nodes[node];
  const isAsThen = !then || (then.settings === now?.settings && then.tool === now.tool);
  const failed = view?.state === "failed" && isAsThen;
  return useMemo(() => {
    if (!failed) return null;
    const said = messages?.findLast((each) => each.node === node && each.level === "error");
    const message = said?.message || view?.detail || "it failed";
    return { message, node, field: said?.field ?? null, severity: "error" };
  }, [failed, messages, node, view?.detail]);
}
