/** A line of a run's journal, as the stream of events gives it. */
import type {
  NodeMessage,
  NodeMetric,
  NodeProgress,
  NodeStateChanged,
  OutputRecords,
  RunFinished,
  RunPlanned,
  RunStarted,
} from "./types";

export type RunEvent =
  | RunStarted
  | RunPlanned
  | NodeStateChanged
  | NodeProgress
  | NodeMetric
  | NodeMessage
  | OutputRecords
  | RunFinished;

export type JournalLine = { v: 1; run: string; seq: number; ts: number } & RunEvent;
