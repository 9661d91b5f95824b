/** Which validation pictures were judged how. */
import { percent } from "@/model/text";
import type { Evaluation } from "@/model/types";

export type Judged = Evaluation["judged"][number];

/** The records behind a cell of the confusion matrix. */
export function behind(evaluation: Evaluation, truth: number, predicted: number): number[] {
  return evaluation.judged
    .filter((each) => each.truth === truth && each.predicted === predicted)
    .map((each) => each.row);
}

/** Wrong and most sure of it, worst first. */
export function worst(evaluation: Evaluation, count: number): Judged[] {
  return evaluation.judged
    .filter((each) => each.truth !== each.predicted)
    .sort((one, other) => (other.score ?? 0) - (one.score ?? 0) || one.row - other.row)
    .slice(0, count);
}

/** `homer taken for bart`, `bart recognised`. */
export function cellTitle(evaluation: Evaluation, truth: number, predicted: number): string {
  const { classes } = evaluation.matrix;
  const name = classes[truth] ?? "";
  return truth === predicted ? `${name} recognised` : `${name} taken for ${classes[predicted] ?? ""}`;
}

/** `homer taken for bart, 97.1 % sure, record 5`. */
export function mistakeTitle(evaluation: Evaluation, { truth, predicted, score, row }: Judged): string {
  return `${cellTitle(evaluation, truth, predicted)}, ${percent(score)} sure, record ${row + 1}`;
}
