/** The course of a training, from the metrics that its node tells after every epoch. */
import type { NodeView } from "@/model/run";
import type { ResultsIndex } from "@/model/types";

export interface Curve {
  name: "training" | "validation";
  /** An epoch each, from 1; null where a figure is no number. */
  values: readonly (number | null)[];
}

export interface Course {
  /** The numbers of the epochs, in order. */
  epochs: readonly number[];
  accuracy: readonly Curve[];
  loss: readonly Curve[];
  /** Pictures per second, epoch by epoch. */
  speed: readonly (number | null)[];
  /** The place in `epochs` of the one whose network is kept: best on validation, the earlier of equals. */
  best: number;
}

type Points = ReadonlyMap<number, number | null>;

/** Metrics as the run view has them. */
export function liveCourse(metrics: NodeView["metrics"]): Course | null {
  return course(
    new Map(
      Object.entries(metrics).map(([name, points]) => [
        name,
        new Map(points.map(({ step, value }) => [step, finite(value)])),
      ]),
    ),
  );
}

/** Metrics as the index of results has them. */
export function keptCourse(metrics: ResultsIndex["metrics"][string] | undefined): Course | null {
  return course(
    new Map(
      Object.entries(metrics ?? {}).map(([name, points]) => [
        name,
        new Map(points.map(([step, value]) => [Number(step), finite(value)])),
      ]),
    ),
  );
}

const finite = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

function course(metrics: ReadonlyMap<string, Points>): Course | null {
  const steps = new Set([...(metrics.get("valid_accuracy")?.keys() ?? [])]);
  if (!steps.size) return null;
  const epochs = [...steps].sort((one, other) => one - other);
  const values = (name: string) => epochs.map((epoch) => metrics.get(name)?.get(epoch) ?? null);
  const pair = (figure: string): Curve[] => [
    { name: "training", values: values(`train_${figure}`) },
    { name: "validation", values: values(`valid_${figure}`) },
  ];
  const accuracy = values("valid_accuracy");
  const loss = values("valid_loss");
  return {
    epochs,
    accuracy: pair("accuracy"),
    loss: pair("loss"),
    speed: values("pictures_per_second"),
    best: bestOf(accuracy, loss),
  };
}

function bestOf(accuracy: readonly (number | null)[], loss: readonly (number | null)[]): number {
  let best = 0;
  accuracy.forEach((value, index) => {
    const gain = (value ?? -1) - (accuracy[best] ?? -1);
    const isLess = (loss[index] ?? Number.POSITIVE_INFINITY) < (loss[best] ?? Number.POSITIVE_INFINITY);
    if (gain > 0 || (gain === 0 && isLess)) best = index;
  });
  return best;
}

export const curveOf = (curves: readonly Curve[], name: Curve["name"]): Curve["values"] =>
  curves.find((curve) => curve.name === name)?.values ?? [];

/** The epoch and the number of epochs that a training tells in its progress: `epoch 6 of 10, 71 pictures/s`. */
export function epochNow(note: string): { epoch: number; of: number } | null {
  const found = /epoch (\d+) of (\d+)/.exec(note);
  return found ? { epoch: Number(found[1]), of: Number(found[2]) } : null;
}

/** The speed in the same text. */
export function speedNow(note: string): string | null {
  return /([\d,]+) pictures\/s/.exec(note)?.[0] ?? null;
}
