import { describe, expect, it } from "vitest";
import { type Done, doneOf, further } from "@/model/done";
import type { JournalLine } from "@/model/journal";
import { fold, startView } from "@/model/run";
import { progressText } from "@/state/progress";
import { journal } from "./samples";

const lines = journal("training");
const started = lines[0]?.ts ?? 0;
const whole = (lines.at(-1)?.ts ?? 0) - started;

/** As the service knows them after this very run: the last node of a part stands for it. */
const TOOK = {
  directory: 0,
  class_from_folder: 0,
  select_columns: 0,
  image_input: 0,
  image_processing: 2.9,
  create_samples: 0.2,
  image_recognition: 19,
  holdout_out: 0.4,
  evaluation: 0.7,
  model_out: 0.1,
  report: 0.1,
};
const LEARNED = { image_recognition: { valid_accuracy: [[1, 0.5]] as [number, number][] } };
const NEVER_RAN = { seconds: {}, metrics: {} };

/** What is told at each line. */
function told(known: Parameters<typeof doneOf>[1], all: readonly JournalLine[] = lines): Done[] {
  let view = startView("r");
  let done = doneOf(view, known);
  return all.map((line) => {
    view = fold(view, line);
    done = further(done, doneOf(view, known));
    return done;
  });
}

describe("the percentage on Run", () => {
  it("is none in a first run, as nobody knows how long a training takes: nodes are counted", () => {
    const during = told(NEVER_RAN).filter((each) => each.ended < each.nodes || !each.nodes);
    const seen = [...new Set(during.map(progressText))];
    expect(seen).toContain("6 of 11");
    expect(seen.filter((text) => text.includes("%"))).toEqual([]);
  });

  it("never goes backwards, and is what time it took where that is known", () => {
    const shares = told({ seconds: TOOK, metrics: LEARNED }).map((each) => each.share ?? 0);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    const inEpochs = lines.findIndex((line) => line.type === "node.metric" && line.step === 2);
    expect(shares[inEpochs]).toBeGreaterThan(0.4);
    expect(shares[inEpochs]).toBeLessThan(((lines[inEpochs]?.ts ?? 0) - started) / whole + 0.15);
  });

  it("does not count what a training prepares, whose end says nothing of the end of the run", () => {
    const prepared = lines.findIndex(
      (line) => line.type === "node.progress" && line.message === "epoch 1 of 3",
    );
    const done = told({ seconds: TOOK, metrics: LEARNED })[prepared - 1];
    expect(done && progressText(done)).toBe("13 %");
  });

  it("stays where it is when the training takes far longer than the last one", () => {
    const short = { ...TOOK, image_recognition: 2 };
    const shares = told({ seconds: short, metrics: LEARNED }).map((each) => each.share ?? 0);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(Math.max(...shares.slice(0, -20))).toBeLessThan(1);
  });

  it("is not 100 before the run has ended, and says that it starts before the plan is known", () => {
    expect(progressText({ share: 1, ended: 11, nodes: 11 })).toBe("99 %");
    expect(progressText({ share: null, ended: 0, nodes: 0 })).toBe("Starting");
  });
});
