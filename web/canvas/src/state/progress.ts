/** How far the run is that is shown; within a run it never goes back. */
import { create } from "zustand";
import { type Done, doneOf, further } from "@/model/done";
import { useResults } from "./results";
import { useRun } from "./run";

interface ProgressState {
  run: string;
  done: Done;
}

const NOTHING: Done = { share: null, ended: 0, nodes: 0 };

export const useProgress = create<ProgressState>(() => ({ run: "", done: NOTHING }));

/** Keep up with the run; gives what ends it. */
export function watchProgress(): () => void {
  const apply = () => {
    const { view } = useRun.getState();
    const now = doneOf(view, useResults.getState().index);
    const run = view?.run ?? "";
    useProgress.setState((before) => ({ run, done: before.run === run ? further(before.done, now) : now }));
  };
  apply();
  const leaves = [useRun.subscribe(apply), useResults.subscribe(apply)];
  return () => leaves.forEach((leave) => void leave());
}

/** `43 %`, or `3 of 11` where nobody knows how long the others take. */
export function progressText({ share, ended, nodes }: Done): string {
  if (!nodes) return "Starting";
  return share === null ? `${ended} of ${nodes}` : `${Math.min(99, Math.floor(share * 100))} %`;
}
