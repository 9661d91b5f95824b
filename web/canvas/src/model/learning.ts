/** What a training node shows of itself, from the metrics that it tells. */
import { percent } from "./text";
import type { NodeView, Sample } from "./view";

export interface Learning {
  /** The epoch that it works at, or that it ended with. */
  readonly epoch: number;
  /** How many there will be; null where the node did not say. */
  readonly epochs: number | null;
  /** The best so far of the metric that is shown; null before the first. */
  readonly figure: number | null;
  /** What the metric is called: `Validation accuracy`. */
  readonly name: string;
  /** Values are shares of one, as accuracies are. */
  readonly isShare: boolean;
  readonly points: readonly Sample[];
  readonly picturesPerSecond: number | null;
}

/** What one wants to see first: how well it does on what it did not learn from. */
const WANTED = ["valid_accuracy", "train_accuracy", "valid_loss", "train_loss"];
const LABELS: Readonly<Record<string, string>> = {
  valid_accuracy: "Validation accuracy",
  train_accuracy: "Training accuracy",
  valid_loss: "Validation loss",
  train_loss: "Training loss",
  pictures_per_second: "Pictures per second",
};

/** How far the learning of a node is; null for a node that does not learn, or has not begun to. */
export function learning(node: NodeView): Learning | null {
  const [now, all] = epochsOf(node.note);
  const metric = WANTED.find((name) => node.metrics[name]) ?? Object.keys(node.metrics)[0];
  if (metric === undefined && now === null) return null;
  const points = metric === undefined ? [] : (node.metrics[metric] ?? []);
  const last = points.at(-1)?.step ?? 0;
  const values = points.map((each) => each.value).filter((value) => !Number.isNaN(value));
  const best = metric?.endsWith("loss") ? Math.min(...values) : Math.max(...values);
  return {
    epoch: Math.max(now ?? 0, last),
    epochs: all,
    figure: values.length > 0 ? best : null,
    name: metricLabel(metric ?? "valid_accuracy"),
    isShare: metric?.endsWith("accuracy") ?? false,
    points,
    picturesPerSecond: node.metrics.pictures_per_second?.at(-1)?.value ?? null,
  };
}

/** A value of the metric that is shown, as the panels write it: `95.7 %`, `0.123`; empty for none. */
export function valueText({ isShare }: Learning, value: number | null): string {
  if (value === null) return "";
  return isShare ? percent(value) : value.toPrecision(3);
}

/** `valid_loss` is `Validation loss`; a name that a plugin made is read as it is. */
export function metricLabel(name: string): string {
  const plain = name.replaceAll("_", " ");
  return LABELS[name] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Progress says `epoch 2 of 4, 71 pictures/s`. */
function epochsOf(note: string): [now: number | null, all: number | null] {
  const found = /\bepoch (\d+) of (\d+)/.exec(note);
  return found ? [Number(found[1]), Number(found[2])] : [null, null];
}
