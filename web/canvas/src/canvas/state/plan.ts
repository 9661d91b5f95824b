/** What a run would do, before it: which nodes are kept, which will run, and why. Kept up with the document. */
import { create } from "zustand";
import { post } from "@/api/client";
import type { NodePlan, PlanAnswer } from "@/model/types";
import { attempt } from "@/state/notices";
import { isLive, useRun } from "@/state/run";
import { useWorkflow, workflowNow } from "@/state/workflow";

const PAUSE_MS = 250;

interface PlanState {
  /** Null while nothing is shown. */
  plan: PlanAnswer | null;
}

export const usePlan = create<PlanState>(() => ({ plan: null }));
export const useNodePlan = (node: string): NodePlan | undefined =>
  usePlan((state) => state.plan?.nodes[node]);

let leave: (() => void) | null = null;

/** Show what would run, and again after every edit; once more, or the start of a run, ends it. */
export function togglePlan(): void {
  if (leave) hidePlan();
  else void showPlan();
}

async function showPlan(): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const leaveDocument = useWorkflow.subscribe((state, before) => {
    if (state.history.present === before.history.present) return;
    clearTimeout(timer);
    timer = setTimeout(() => void attempt(ask), PAUSE_MS);
  });
  const leaveRun = useRun.subscribe((state, before) => {
    if (state.info?.id !== before.info?.id && isLive(state.info)) hidePlan();
  });
  leave = () => {
    clearTimeout(timer);
    leaveDocument();
    leaveRun();
  };
  await attempt(ask);
  if (!usePlan.getState().plan) hidePlan();
}

async function ask(): Promise<void> {
  const { path } = useWorkflow.getState();
  const document = workflowNow();
  const plan = await post<PlanAnswer>("/plan", { path, document });
  if (leave && document === workflowNow()) usePlan.setState({ plan });
}

export function hidePlan(): void {
  leave?.();
  leave = null;
  usePlan.setState({ plan: null });
}

/** Words for what is planned. */
export function planWords({ action, reason, detail }: NodePlan): string {
  const what = { run: "Will run", kept: "Is kept", skipped: "Is skipped" }[action];
  return [what, reason].filter(Boolean).join(": ") + (detail ? ` (${detail})` : "");
}
