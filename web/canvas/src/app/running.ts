/** Runs and stops the workflow as buttons and keys do. */

import { ServiceError } from "@/api/client";
import { only } from "@/model/selection";
import { counted } from "@/model/text";
import { faultOf } from "@/settings/faults";
import { focusField } from "@/settings/focus";
import { toolsNow } from "@/state/catalog";
import { setFolded, useDesk } from "@/state/desk";
import { announce, attempt, dismiss, notify } from "@/state/notices";
import { isLive, startRun, stopRun, useRun } from "@/state/run";
import { select, useWorkflow, workflowNow } from "@/state/workflow";

export const canRun = (): boolean => useWorkflow.getState().path !== "" && !isLive(useRun.getState().info);

/** What was said of a run that could not start; the next run takes it away. */
let complaint: number | null = null;

/** Run the whole workflow. Where it is wrong, show what is and go to the first of it. */
export async function run(): Promise<void> {
  if (!canRun()) return;
  if (!Object.keys(workflowNow().nodes).length) {
    notify("info", "There is nothing to run yet. Drag a tool onto the canvas first.");
    return;
  }
  if (complaint !== null) dismiss(complaint);
  try {
    await startRun();
    announce("The run has started");
  } catch (error) {
    if (!(error instanceof ServiceError && error.status === 422)) throw error;
    showProblems(error);
  }
}

export const stop = (mode: "finish" | "abort"): void => {
  if (isLive(useRun.getState().info)) void attempt(() => stopRun(mode));
};

function showProblems(error: ServiceError): void {
  const wrong = error.errors.filter((problem) => problem.severity !== "warning");
  const first = wrong.find((problem) => problem.node);
  if (first?.node && workflowNow().nodes[first.node]) {
    if (first.field) focusField(first.node, first.field);
    else select(only("node", first.node));
  }
  useDesk.setState({ resultsTab: "problems" });
  setFolded("results", false);
  const [problem] = wrong;
  const others = wrong.length > 1 ? `${counted(wrong.length, "problem")}, first: ` : "";
  const place = problem && faultOf(workflowNow(), problem, toolsNow());
  const told = `It cannot run yet: ${others}${place && `${place}: `}${problem?.message}`;
  complaint = notify("error", problem ? told : error.message);
}
