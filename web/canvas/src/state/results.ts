/** What the last runs left of each output; asked anew when a run moves on. */
import { create } from "zustand";
import { get } from "@/api/client";
import type { RunView } from "@/model/run";
import type { OutputInfo, ResultsIndex } from "@/model/types";
import { lookAtAll, lookAway } from "./looking";
import { isLive, useRun } from "./run";
import { useWorkflow } from "./workflow";

/** Nodes that end one after another are one question. */
const PAUSE_MS = 150;
const NOTHING: ResultsIndex = { outputs: {}, messages: {}, metrics: {}, seconds: {} };

interface ResultsState {
  index: ResultsIndex;
  /** Why the index could not be had; what was known of the workflow stays. */
  trouble: string;
}

export const useResults = create<ResultsState>(() => ({ index: NOTHING, trouble: "" }));
export const useOutput = (place: string): OutputInfo | undefined =>
  useResults((state) => state.index.outputs[place]);

export async function refreshResults(): Promise<void> {
  const { path } = useWorkflow.getState();
  if (!path) return;
  const isCurrent = () => path === useWorkflow.getState().path;
  try {
    const index = await get<ResultsIndex>("/results", { workflow: path });
    if (isCurrent()) useResults.setState({ index, trouble: "" });
  } catch (error) {
    if (isCurrent()) useResults.setState({ trouble: (error as Error).message });
  }
}

/** Keep up with runs and with the open workflow; gives what ends it. */
export function watchResults(): () => void {
  void refreshResults();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refreshSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refreshResults(), PAUSE_MS);
  };
  const leaveRun = useRun.subscribe((state, before) => {
    // A new run makes other records; those behind a cell of the last matrix are not among them.
    if (state.info?.id !== before.info?.id && isLive(state.info)) lookAtAll();
    if (state.view?.nodes !== before.view?.nodes && finished(state.view) !== finished(before.view))
      refreshSoon();
    else if (state.info?.status !== before.info?.status) refreshSoon();
  });
  const leaveWorkflow = useWorkflow.subscribe((state, before) => {
    if (state.path === before.path) return;
    useResults.setState({ index: NOTHING, trouble: "" });
    lookAway();
    void refreshResults();
  });
  return () => {
    clearTimeout(timer);
    leaveRun();
    leaveWorkflow();
  };
}

function finished(view: RunView | null): number {
  const nodes = Object.values(view?.nodes ?? {});
  return nodes.filter((node) => node.state === "succeeded" || node.state === "kept").length;
}
