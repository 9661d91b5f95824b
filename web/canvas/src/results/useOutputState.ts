/** Whether the records of an output can be looked at. */

import { useOutput } from "@/state/results";
import { useRun } from "@/state/run";

/** `coming`: its node is at work or waits; `gone`: it ran, but its data were removed. */
export type OutputState = "there" | "coming" | "gone" | "none";

export function useOutputState(place: string | null): OutputState {
  const output = useOutput(place ?? "");
  const node = place?.slice(0, place.indexOf(".")) ?? "";
  const status = useRun((run) => run.info?.status);
  const state = useRun((run) => run.view?.nodes[node]?.state);
  if (output?.available) return "there";
  const isLive = status === "running" || status === "queued";
  if (isLive && (state === "running" || state === "pending")) return "coming";
  return output ? "gone" : "none";
}
