/** The run that is shown: a fold over its journal, streamed by the service and rebuilt after any interruption. */
import { create } from "zustand";
import { address, get, post } from "@/api/client";
import type { Workflow } from "@/model/document";
import type { JournalLine } from "@/model/journal";
import { ended, fold, type NodeView, type RunView, startView } from "@/model/run";
import type { RunInfo } from "@/model/types";
import { look } from "./looking";
import { notify } from "./notices";
import { useWorkflow, workflowNow } from "./workflow";

const POLL_MS = 2_000;
/** Runs among which one is at work or next in line. */
const MOST = 20;

interface RunState {
  info: RunInfo | null;
  view: RunView | null;
  /** The document when the run was begun, or first shown. */
  of: Workflow | null;
  /** The stream of a live run is open; false while the browser tries again. */
  connected: boolean;
}

const NO_RUN: RunState = { info: null, view: null, of: null, connected: false };

export const useRun = create<RunState>(() => NO_RUN);

export const isLive = (info: RunInfo | null): boolean =>
  info?.status === "queued" || info?.status === "running";
export const useIsLive = (): boolean => useRun((state) => isLive(state.info));
export const useNodeView = (node: string): NodeView | undefined => useRun((state) => state.view?.nodes[node]);

interface RunOptions {
  only?: string[];
  force?: string[];
  use_cache?: boolean;
}

/** Run the document as it is on the canvas, saved or not. Throws ServiceError with every problem. */
export async function startRun(options: RunOptions = {}): Promise<RunInfo> {
  const { path } = useWorkflow.getState();
  const info = await post<RunInfo>("/runs", { path, document: workflowNow(), ...options });
  const isInLine = typeof info.position === "number";
  if (isInLine && useRun.getState().info?.status === "running") {
    const action = { label: "History", run: () => look(null, "history") };
    notify("info", "The run waits until the one at work is done.", action);
  } else showRun(info);
  return info;
}

export async function stopRun(mode: "finish" | "abort"): Promise<void> {
  const { info } = useRun.getState();
  // What comes of it the stream tells; it may have told the end before this answer is here.
  if (info) await post<RunInfo>(`/runs/${info.id}/cancel`, { mode });
}

/** Go on with a run that was interrupted. */
export async function resumeRun(id: string): Promise<void> {
  showRun(await post<RunInfo>(`/runs/${id}/resume`, {}));
}

let stream: EventSource | null = null;

/** Show a run, at work or ended: replay its journal, then follow it. */
export function showRun(info: RunInfo): void {
  stream?.close();
  useRun.setState({ info, view: startView(info.id), of: workflowNow(), connected: false });
  const source = new EventSource(address(`/runs/${info.id}/events`));
  stream = source;
  const waiting: JournalLine[] = [];
  let frame = 0;
  const flush = () => {
    frame = 0;
    const lines = waiting.splice(0);
    if (stream !== source) return;
    useRun.setState((state) => ({ view: lines.reduce(fold, state.view ?? startView(info.id)) }));
  };
  /** The run is over; what it said may still be on its way, as the state of an ended run comes first. */
  let isOver = false;
  let hasNews = false;
  source.onopen = () => {
    hasNews = false;
    useRun.setState({ connected: true });
  };
  source.onmessage = (message) => {
    hasNews = true;
    waiting.push(JSON.parse(message.data) as JournalLine);
    // Many events in one frame are one change of the screen; a hidden tab has no frames.
    if (document.hidden) flush();
    else if (!frame) frame = requestAnimationFrame(flush);
  };
  source.addEventListener("status", (message) => {
    const latest = JSON.parse((message as MessageEvent<string>).data) as RunInfo;
    if (stream === source) useRun.setState({ info: latest });
    isOver = !isLive(latest);
  });
  source.onerror = () => {
    if (waiting.length) flush();
    if (stream !== source) return source.close();
    const { view } = useRun.getState();
    // A stream that broke off is taken up again by the browser; one that has told everything is not.
    if (isOver && (!hasNews || (view && ended(view)))) source.close();
    useRun.setState({ connected: false });
  };
}

/** The run to look at, of the latest ones: at work, else the next in line, else the last that worked. */
export function runToShow(latestFirst: readonly RunInfo[]): RunInfo | undefined {
  return (
    latestFirst.find((run) => run.status === "running") ??
    latestFirst.findLast((run) => run.status === "queued") ??
    latestFirst.find((run) => typeof run.started === "number") ??
    latestFirst[0]
  );
}

/** Show the run at work, else the latest, also where another window started it. Gives what ends it. */
export function watchRuns(): () => void {
  let newest = "";
  const check = async () => {
    if (document.hidden) return;
    const { path } = useWorkflow.getState();
    const runs = await get<RunInfo[]>("/runs", { workflow: path, limit: MOST }).catch(() => []);
    const latest = runToShow(runs);
    if (path !== useWorkflow.getState().path || !latest || latest.id === newest) return;
    // An older run that was asked for stays on the screen until a newer one begins.
    newest = latest.id;
    if (latest.id !== useRun.getState().info?.id) showRun(latest);
  };
  void check();
  const timer = setInterval(() => void check(), POLL_MS);
  const leave = useWorkflow.subscribe((state, before) => {
    if (state.path === before.path) return;
    stream?.close();
    newest = "";
    useRun.setState(NO_RUN);
    void check();
  });
  return () => {
    clearInterval(timer);
    leave();
    stream?.close();
  };
}
