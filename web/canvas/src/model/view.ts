/** What is known of a run at one moment, for the screen. */
import type { Forecast } from "./forecast";
import type { NodeMessage, NodePlan, NodeStateChanged, RunFinished } from "./types";

export type NodeState = NodeStateChanged["state"];
export type ViewStatus = "queued" | "running" | RunFinished["status"];

export interface Sample {
  readonly step: number;
  /** NaN where there is no number, as when a training went astray. */
  readonly value: number;
}

export interface NodeView {
  readonly state: NodeState;
  readonly detail: string;
  /** How long it worked; null while it does. */
  readonly seconds: number | null;
  readonly startedAt: number | null;
  readonly done: number;
  readonly total: number | null;
  /** What it says of its progress: `epoch 2 of 4, 71 pictures/s`. */
  readonly note: string;
  readonly metrics: Readonly<Record<string, readonly Sample[]>>;
  readonly plan: NodePlan | null;
  /** How long it still takes, where that can be told. */
  readonly etaSeconds: number | null;
  /** What that is reckoned from. */
  readonly forecast: Forecast | null;
}

export interface OutputView {
  readonly records: number;
  readonly bytes: number;
  readonly done: boolean;
}

export interface MessageView {
  readonly seq: number;
  readonly at: number;
  readonly node: string;
  readonly level: NodeMessage["level"];
  readonly message: string;
  readonly rows: number;
  readonly field: string | null;
  readonly traceback: string;
}

export interface RunView {
  readonly run: string;
  readonly status: ViewStatus;
  /** Seconds since 1970, UTC. */
  readonly startedAt: number | null;
  readonly seconds: number | null;
  readonly targets: readonly string[];
  readonly nodes: Readonly<Record<string, NodeView>>;
  /** By `node.anchor`. */
  readonly outputs: Readonly<Record<string, OutputView>>;
  readonly plan: Readonly<Record<string, NodePlan>> | null;
  readonly messages: readonly MessageView[];
  readonly warnings: number;
  /** Why it did not succeed. */
  readonly message: string;
  readonly lastSeq: number;
  /** When something was last heard of it. */
  readonly at: number;
}

/** A node of which nothing was heard yet. */
export const UNTOUCHED: NodeView = {
  state: "pending",
  detail: "",
  seconds: null,
  startedAt: null,
  done: 0,
  total: null,
  note: "",
  metrics: {},
  plan: null,
  etaSeconds: null,
  forecast: null,
};

/** A run of which nothing is known yet. */
export function startView(run: string): RunView {
  return {
    run,
    status: "queued",
    startedAt: null,
    seconds: null,
    targets: [],
    nodes: {},
    outputs: {},
    plan: null,
    messages: [],
    warnings: 0,
    message: "",
    lastSeq: 0,
    at: 0,
  };
}

export function ended(view: RunView): boolean {
  return view.status !== "queued" && view.status !== "running";
}
