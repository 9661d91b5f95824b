import { describe, expect, it } from "vitest";
import { curveOf, epochNow, keptCourse, liveCourse, speedNow } from "@/learn/curves";
import { fold, startView } from "@/model/run";
import { percent } from "@/model/text";
import { journal } from "../model/samples";

const view = journal("training").reduce(fold, startView("r"));
const metrics = Object.values(view.nodes).find((node) => Object.keys(node.metrics).length)?.metrics ?? {};

describe("the course of a training", () => {
  it("is read from the journal of a real run", () => {
    const course = liveCourse(metrics);
    expect(course?.epochs[0]).toBe(1);
    const accuracy = curveOf(course?.accuracy ?? [], "validation");
    expect(accuracy.length).toBe(course?.epochs.length);
    expect(Math.max(...accuracy.map((value) => value ?? 0))).toBe(accuracy[course?.best ?? -1]);
  });

  it("is the same live and from the results that are kept", () => {
    const kept = Object.fromEntries(
      Object.entries(metrics).map(([name, points]) => [name, points.map(({ step, value }) => [step, value])]),
    );
    expect(keptCourse(kept)).toEqual(liveCourse(metrics));
  });

  it("has as its best epoch the one whose network is kept: by accuracy, then by loss, then the earlier", () => {
    const course = keptCourse({
      valid_accuracy: [
        [1, 0.5],
        [2, 0.9],
        [3, 0.9],
        [4, 0.9],
      ],
      valid_loss: [
        [1, 0.1],
        [2, 0.4],
        [3, 0.3],
        [4, 0.3],
      ],
    });
    expect(course?.epochs[course.best]).toBe(3);
  });

  it("survives a loss that is no number", () => {
    const course = keptCourse({ valid_accuracy: [[1, 0.2]], valid_loss: [[1, null]] });
    expect(curveOf(course?.loss ?? [], "validation")).toEqual([null]);
  });

  it("is none before the first epoch and for nodes that do not learn", () => {
    expect(liveCourse({})).toBeNull();
    expect(keptCourse(undefined)).toBeNull();
  });
});

describe("what a training says of itself", () => {
  it("tells epoch and speed", () => {
    expect(epochNow("epoch 6 of 10, 1,071 pictures/s")).toEqual({ epoch: 6, of: 10 });
    expect(speedNow("epoch 6 of 10, 1,071 pictures/s")).toBe("1,071 pictures/s");
    expect(epochNow("looking at training pictures")).toBeNull();
  });

  it("is shown in per cent", () => {
    expect(percent(0.9567)).toBe("95.7 %");
    expect(percent(null)).toBe("unknown");
  });
});
