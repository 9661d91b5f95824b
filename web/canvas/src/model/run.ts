/** The state of a run: a fold over the numbered lines of its journal. Immutable; nodes share what did not change. */
import { afterEpoch, forecast, secondsLeft } from "./forecast";
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
import { type MessageView, type NodeView, type OutputView, type RunView, UNTOUCHED } from "./view";

export { type Learning, learning, valueText } from "./learning";
export * from "./view";

/** The view after one more line. Lines that were seen already change nothing. */
export function fold(view: RunView, line: JournalLine): RunView {
  if (line.seq <= view.lastSeq) return view;
  return { ...folded(view, line), lastSeq: line.seq, at: line.ts };
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
  const begun = { ...node, state, detail, seconds, etaSeconds: null, forecast: null };
  return state === "running" ? { ...begun, startedAt: at, done: 0, total: null, note: "" } : begun;
}

function progressed(node: NodeView, event: NodeProgress, at: number): NodeView {
  const { done, total = null, message: note = "" } = event;
  const known = forecast(node.forecast, event, at);
  return { ...node, done, total, note, forecast: known, etaSeconds: secondsLeft(known, at) };
}

function measured(node: NodeView, { name, step, value }: NodeMetric): NodeView {
  const before = node.metrics[name] ?? [];
  const sample = { step, value: value ?? Number.NaN };
  // A training that is taken up again tells its last epochs once more.
  const others = before.some((each) => each.step >= step)
    ? before.filter((each) => each.step < step)
    : before;
  const known = afterEpoch(node.forecast, step);
  const metrics = { ...node.metrics, [name]: [...others, sample] };
  return { ...node, metrics, forecast: known, etaSeconds: known && node.etaSeconds };
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
        return [name, { ...node, state: "cancelled", etaSeconds: null, forecast: null }];
      if (node.state === "pending")
        return [name, { ...node, state: "skipped", detail: "the run ended before" }];
      return [name, node];
    }),
  );
  return { ...view, status, seconds, warnings, message, nodes };
}
