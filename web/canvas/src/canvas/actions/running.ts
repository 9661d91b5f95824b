/** Runs of a part of the workflow. */

import { setPinned } from "@/model/commands/nodes";
import { descendants } from "@/model/graph";
import { attempt } from "@/state/notices";
import { startRun } from "@/state/run";
import { edit, selectionNow, workflowNow } from "@/state/workflow";
import { named } from "./editing";

/** The selected nodes and what they need. */
export function runToHere(): void {
  const only = [...selectionNow().nodes];
  void attempt(() => startRun({ only }));
}

/** The selected nodes again, and all that hangs on them. */
export function runFromHere(): void {
  const force = [...selectionNow().nodes];
  const only = [...new Set(force.flatMap((node) => [...descendants(workflowNow(), node)]))];
  void attempt(() => startRun({ only, force }));
}

/** The selected nodes though nothing changed. */
export function runAgain(): void {
  const force = [...selectionNow().nodes];
  void attempt(() => startRun({ only: force, force }));
}

/** Keep the results of the selected nodes, and make them. */
export function cacheAndRun(): void {
  const { nodes } = selectionNow();
  edit(`Pin ${named(selectionNow())}`, (workflow) => setPinned(workflow, nodes, true));
  void attempt(() => startRun({ only: [...nodes] }));
}
