/** The state of a run: a fold over the numbered lines of its journal. Immutable; nodes share what did not change. */
import type { JournalLine } from "./journal";
import type {
  NodeMessage,
  NodeMetric,
  NodePlan,
  NodeProgress,
  NodeStateChanged,
  OutputRecords,
  RunFinished,
} from "./types";

export { type Learning, learning } from "./learning";

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
  readonly etaSeconds: number | null;
  /** Where the present stretch of progress began; what is left is reckoned from it. */
  readonly pace: { readonly at: number; readonly done: number } | null;
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
}

const UNTOUCHED: NodeView = {
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
  pace: null,
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
  };
}

export function ended(view: RunView): boolean {
  return view.status !== "queued" && view.status !== "running";
}

/** The view after one more line. Lines that were seen already change nothing. */
export function fold(view: RunView, line: JournalLine): RunView {
  if (line.seq <= view.lastSeq) return view;
  return { ...folded(view, line), lastSeq: line.seq };
}

function folded(view: RunView, line: JournalLine): RunView {
  switch (line.type) {
    case "run.started":
      return { ...view, status: "running", startedAt: line.ts, targets: line.targets ?? [] };
    case "run.planned":
      return planned(view, line.nodes);
    case "node.state":
      return withNode(view, line.node, (node) => entered(node, line, line.ts));
    case "node.progress":
      return withNode(view, line.node, (node) => progressed(node, line, line.ts));
    case "node.metric":
      return withNode(view, line.node, (node) => measured(node, line));
    case "node.message":
      return { ...view, messages: [...view.messages, messageView(line, line.seq, line.ts)] };
    case "output.records":
      return { ...view, outputs: { ...view.outputs, [`${line.node}.${line.anchor}`]: outputView(line) } };
    case "run.finished":
      return finished(view, line);
    default:
      // A newer engine may tell more than this canvas knows.
      return view;
  }
}

function planned(view: RunView, plan: Readonly<Record<string, NodePlan>>): RunView {
  const nodes = Object.fromEntries(
    Object.entries(plan).map(([name, each]) => [name, { ...(view.nodes[name] ?? UNTOUCHED), plan: each }]),
  );
  return { ...view, plan, nodes: { ...view.nodes, ...nodes } };
}

function withNode(view: RunView, name: string, change: (node: NodeView) => NodeView): RunView {
  return { ...view, nodes: { ...view.nodes, [name]: change(view.nodes[name] ?? UNTOUCHED) } };
}

function entered(node: NodeView, event: NodeStateChanged, at: number): NodeView {
  const { state, detail = "", seconds = null } = event;
  const begun = { ...node, state, detail, seconds, etaSeconds: null, pace: null };
  return state === "running" ? { ...begun, startedAt: at, done: 0, total: null, note: "" } : begun;
}

/** Less than this says nothing of what is left. */
const TELLING_SECONDS = 1;

function progressed(node: NodeView, event: NodeProgress, at: number): NodeView {
  const { done, total = null, message: note = "" } = event;
  // A tool that goes through several stretches of work counts each anew.
  const isNew = node.pace === null || total !== node.total || done < node.done;
  const pace = isNew || node.pace === null ? { at, done } : node.pace;
  const [elapsed, advanced] = [at - pace.at, done - pace.done];
  const isTelling = total !== null && elapsed >= TELLING_SECONDS && advanced > 0;
  const etaSeconds = isTelling ? Math.max(0, ((total - done) * elapsed) / advanced) : null;
  return { ...node, done, total, note, pace, etaSeconds };
}

function measured(node: NodeView, { name, step, value }: NodeMetric): NodeView {
  const before = node.metrics[name] ?? [];
  const sample = { step, value: value ?? Number.NaN };
  // A training that is taken up again tells its last epochs once more.
  const others = before.some((each) => each.step >= step)
    ? before.filter((each) => each.step < step)
    : before;
  return { ...node, metrics: { ...node.metrics, [name]: [...others, sample] } };
}

function messageView(event: NodeMessage, seq: number, at: number): MessageView {
  const { node, level, message, rows = 0, field = null, traceback = "" } = event;
  return { seq, at, node, level, message, rows, field, traceback };
}

function outputView({ records, bytes, done = false }: OutputRecords): OutputView {
  return { records, bytes, done };
}

function finished(view: RunView, event: RunFinished): RunView {
  const { status, seconds, warnings, message = "" } = event;
  // Where the program died its nodes could not say how they ended.
  const nodes = Object.fromEntries(
    Object.entries(view.nodes).map(([name, node]): [string, NodeView] => {
      if (node.state === "running")
        return [name, { ...node, state: "cancelled", etaSeconds: null, pace: null }];
      if (node.state === "pending")
        return [name, { ...node, state: "skipped", detail: "the run ended before" }];
      return [name, node];
    }),
  );
  return { ...view, status, seconds, warnings, message, nodes };
}
