/** How a node is: one mark and the words for it, from its problems, the run that is shown and what was kept. */
import type { WorkflowNode } from "@/model/document";
import type { MessageView, NodeView } from "@/model/run";
import { duration } from "@/model/text";
import type { ProblemAt } from "@/model/types";
import { FROM_BEFORE, useIsOutdated } from "@/state/outdated";
import { useNodeView, useRun } from "@/state/run";
import { useValidation } from "@/state/validation";
import type { Mark } from "./StateBadge";

export interface NodeMark {
  mark: Mark | null;
  words: string;
  /** It would not run: it, or what it hangs on, is switched off. */
  off: boolean;
}

export function useNodeMark(name: string, node: WorkflowNode, isOffAround: boolean): NodeMark {
  const view = useNodeView(name);
  const problem = useValidation((state) => problemsByNode(state.validation.problems).get(name));
  const skipped = useValidation((state) => state.validation.skipped[name]);
  const warning = useRun((state) => (state.view ? warningsByNode(state.view.messages).get(name) : undefined));
  const outdated = useIsOutdated(name);
  const off = !node.enabled || isOffAround || skipped !== undefined;
  return { ...markOf(view, { problem, skipped, warning, outdated, off }), off };
}

interface Known {
  problem: ProblemAt | undefined;
  skipped: string | undefined;
  warning: string | undefined;
  /** What it gave is from before a change. */
  outdated: boolean;
  off: boolean;
}

function markOf(view: NodeView | undefined, known: Known): { mark: Mark | null; words: string } {
  if (known.off) return { mark: "off", words: known.skipped || "Disabled: it does not run" };
  if (view?.state === "running") return { mark: null, words: runningWords(view) };
  if (view?.state === "failed") return { mark: "failed", words: `Failed: ${view.detail}` };
  if (known.problem) {
    const isError = known.problem.severity !== "warning";
    return { mark: isError ? "problem" : "warning", words: known.problem.message };
  }
  if (known.outdated && view?.state !== "pending") return outdatedMark(view);
  // That it was stopped says more than what it warned of until then.
  if (known.warning && view?.state !== "cancelled") return { mark: "warning", words: known.warning };
  return endedMark(view);
}

function outdatedMark(view: NodeView | undefined): { mark: Mark; words: string } {
  const { mark, words } = endedMark(view);
  if (view?.state === "cancelled")
    return { mark: "skipped", words: `${words}; what it gave is ${FROM_BEFORE}` };
  const how = mark === "done" ? `${words}, ${FROM_BEFORE}` : `What it gave is ${FROM_BEFORE}`;
  return { mark: "outdated", words: how };
}

function endedMark(view: NodeView | undefined): { mark: Mark | null; words: string } {
  switch (view?.state) {
    case "succeeded":
      return { mark: "done", words: view.seconds == null ? "Done" : `Done in ${duration(view.seconds)}` };
    case "kept":
      return { mark: "kept", words: "Kept from an earlier run" };
    case "skipped":
      return { mark: "skipped", words: view.detail ? `Skipped: ${view.detail}` : "Skipped" };
    case "cancelled":
      return { mark: "skipped", words: "Stopped" };
    case "pending":
      return { mark: null, words: "Waits" };
    default:
      return { mark: null, words: "" };
  }
}

function runningWords(view: NodeView): string {
  const far = view.total ? `${Math.round((100 * view.done) / view.total)} %` : "";
  return ["Running", far, view.note].filter(Boolean).join(", ");
}

const problems = new WeakMap<readonly ProblemAt[], ReadonlyMap<string, ProblemAt>>();

/** The worst problem of each node. */
function problemsByNode(list: readonly ProblemAt[]): ReadonlyMap<string, ProblemAt> {
  const known = problems.get(list);
  if (known) return known;
  const worst = new Map<string, ProblemAt>();
  for (const each of list) {
    if (!each.node) continue;
    const before = worst.get(each.node);
    if (!before || (before.severity === "warning" && each.severity !== "warning")) worst.set(each.node, each);
  }
  problems.set(list, worst);
  return worst;
}

const warnings = new WeakMap<readonly MessageView[], ReadonlyMap<string, string>>();

/** The first warning of each node in a run. */
function warningsByNode(list: readonly MessageView[]): ReadonlyMap<string, string> {
  const known = warnings.get(list);
  if (known) return known;
  const first = new Map<string, string>();
  for (const each of list)
    if (each.level === "warning" && !first.has(each.node)) first.set(each.node, each.message);
  warnings.set(list, first);
  return first;
}
