/** What the last runs left of each output; asked anew when a run moves on. */
import { create } from "zustand";
import { get } from "@/api/client";
import type { OutputInfo, ResultsIndex } from "@/model/types";
import { useRun } from "./run";
import { useWorkflow } from "./workflow";

const NOTHING: ResultsIndex = { outputs: {}, messages: {}, metrics: {} };

export const useResults = create<{ index: ResultsIndex }>(() => ({ index: NOTHING }));
export const useOutput = (place: string): OutputInfo | undefined =>
  useResults((state) => state.index.outputs[place]);

export async function refreshResults(): Promise<void> {
  const { path } = useWorkflow.getState();
  const index = await get<ResultsIndex>("/results", { workflow: path }).catch(() => NOTHING);
  if (path === useWorkflow.getState().path) useResults.setState({ index });
}

/** Keep up with runs and with the open workflow; gives what ends it. */
export function watchResults(): () => void {
  void refreshResults();
  const leaveRun = useRun.subscribe((state, before) => {
    const finished = (view: typeof state.view) =>
      Object.values(view?.nodes ?? {}).filter((node) => node.state === "succeeded" || node.state === "kept")
        .length;
    if (state.view !== before.view && finished(state.view) !== finished(before.view)) void refreshResults();
    else if (state.info?.status !== before.info?.status) void refreshResults();
  });
  const leaveWorkflow = useWorkflow.subscribe((state, before) => {
    if (state.path !== before.path) void refreshResults();
  });
  return () => {
    leaveRun();
    leaveWorkflow();
  };
}
