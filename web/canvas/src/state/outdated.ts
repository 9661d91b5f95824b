/** Whose results are of an earlier state of the workflow. The service knows; it is asked after edits and runs. */
import { create } from "zustand";
import { post } from "@/api/client";
import type { Workflow } from "@/model/document";
import type { RunView } from "@/model/run";
import type { PlanAnswer } from "@/model/types";
import { useResults } from "./results";
import { useRun } from "./run";
import { useWorkflow, workflowNow } from "./workflow";

/** What stands beside results that a run would make anew. */
export const FROM_BEFORE = "from before the change";

/** Longer than for problems: the service looks at the files that are read, too. */
const PAUSE_MS = 250;
const NONE: ReadonlySet<string> = new Set();

export const useOutdated = create<{ nodes: ReadonlySet<string> }>(() => ({ nodes: NONE }));

export const useIsOutdated = (node: string): boolean => useOutdated((state) => state.nodes.has(node));

let timer: ReturnType<typeof setTimeout> | undefined;
let asking: AbortController | null = null;

/** Keep asking while there are results; gives what ends it. */
export function watchOutdated(): () => void {
  const leaveWorkflow = useWorkflow.subscribe((state, before) => {
    if (state.path !== before.path) forget();
    else if (hasOtherMeaning(state.history.present, before.history.present)) askIn(PAUSE_MS);
  });
  const leaveResults = useResults.subscribe((state, before) => state.index !== before.index && askIn(0));
  const leaveRun = useRun.subscribe((state, before) => {
    if (state.view !== before.view) renew(state.view, before.view);
  });
  askIn(0);
  return () => {
    forget();
    leaveWorkflow();
    leaveResults();
    leaveRun();
  };
}

function forget(): void {
  clearTimeout(timer);
  asking?.abort();
  useOutdated.setState({ nodes: NONE });
}

function askIn(pause: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void ask(), pause);
}

async function ask(): Promise<void> {
  asking?.abort();
  const { path } = useWorkflow.getState();
  const { outputs, metrics } = useResults.getState().index;
  if (!path || !(Object.keys(outputs).length || Object.keys(metrics).length)) return;
  const controller = new AbortController();
  asking = controller;
  try {
    const answer = await post<PlanAnswer>("/plan", { path, document: workflowNow() }, controller.signal);
    const nodes = new Set(answer.outdated);
    if (asking === controller && !controller.signal.aborted && !isSame(nodes, useOutdated.getState().nodes))
      useOutdated.setState({ nodes: nodes.size ? nodes : NONE });
  } catch {
    // Whether the service can be reached is told elsewhere; what was known stays.
  }
}

/** A node that just gave something anew is up to date before the service says so. */
function renew(view: RunView | null, before: RunView | null): void {
  const { nodes } = useOutdated.getState();
  const rest = [...nodes].filter((name) => !(isDone(view, name) && !isDone(before, name)));
  if (rest.length < nodes.size) useOutdated.setState({ nodes: new Set(rest) });
}

function isDone(view: RunView | null, name: string): boolean {
  const state = view?.nodes[name]?.state;
  return state === "succeeded" || state === "kept";
}

/** Positions, titles and notes are no part of what a result comes from. */
function hasOtherMeaning(now: Workflow, before: Workflow): boolean {
  return (
    now.nodes !== before.nodes ||
    now.connections !== before.connections ||
    now.containers !== before.containers ||
    now.parameters !== before.parameters
  );
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}
