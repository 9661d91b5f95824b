import { describe, expect, test } from "vitest";
import { afterEpoch, type Forecast, forecast, secondsLeft } from "@/model/forecast";

const EPOCHS = 10;
const EACH = 100;

const tell = (before: Forecast | null, at: number, done: number, message: string, total = EACH * EPOCHS) =>
  forecast(before, { type: "node.progress", node: "learn", done, total, message }, at);

/** Epochs that take so many seconds; the one after them has just begun. */
function training(seconds: readonly number[], start = 0, first = 1): Forecast {
  let known: Forecast | null = null;
  let at = start;
  seconds.forEach((took, index) => {
    for (const part of [0, 0.25, 0.5, 0.75]) {
      const done = EACH * (first + index - 1 + part);
      known = tell(known, at + took * part, done, `epoch ${first + index} of ${EPOCHS}`);
    }
    at += took;
  });
  const number = first + seconds.length;
  return tell(known, at, EACH * (number - 1), `epoch ${number} of ${EPOCHS}, 70 pictures/s`);
}

describe("the time left of a training", () => {
  test("is not told within the first epoch, in which all is warmed up", () => {
    let known: Forecast | null = null;
    for (let second = 0; second < 60; second += 1) {
      known = tell(known, second, second, "epoch 1 of 10, 1 pictures/s");
      expect(secondsLeft(known, second)).toBeNull();
    }
  });

  test("forgets the first epoch as soon as there is another one", () => {
    expect(secondsLeft(training([30]), 30)).toBeCloseTo(270);
    expect(secondsLeft(training([30, 10]), 40)).toBeCloseTo(80);
    expect(secondsLeft(training([30, 10, 10]), 50)).toBeCloseTo(70);
    expect(secondsLeft(training([30, 10, 10]), 54)).toBeCloseTo(66);
  });

  test("does not jump where checking is faster than learning", () => {
    const slow = tell(training([10, 10, 10]), 38, 350, `epoch 4 of ${EPOCHS}`);
    expect(secondsLeft(slow, 38)).toBeCloseTo(62);
  });

  test("is not told while epochs become slower, as with pictures that grow", () => {
    expect(secondsLeft(training([5, 6, 7.5]), 18.5)).toBeNull();
    expect(secondsLeft(training([5, 6, 7.5, 8]), 26.5)).not.toBeNull();
    expect(secondsLeft(training([0.9, 0.6, 1.2]), 2.7)).not.toBeNull();
  });

  test("counts only what is done now where a training is taken up again", () => {
    expect(secondsLeft(training([12, 10], 100, 6), 122)).toBeCloseTo(30);
  });

  test("leaves out what comes before the epochs and after them", () => {
    let known: Forecast | null = null;
    for (let second = 0; second < 11; second += 1)
      known = tell(known, second, 100 * second, "looking at training pictures");
    expect(secondsLeft(tell(known, 11, 0, "epoch 1 of 10"), 11)).toBeNull();
    const last = training(Array.from({ length: 9 }, () => 10));
    expect(secondsLeft(afterEpoch(last, 9), 90)).toBeCloseTo(10);
    expect(secondsLeft(afterEpoch(last, 10), 91)).toBeNull();
    expect(secondsLeft(last, 200)).toBeNull();
  });
});
