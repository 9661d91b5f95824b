import { describe, expect, it } from "vitest";
import type { RunInfo } from "@/model/types";
import { runToShow } from "@/state/run";

const run = (id: string, status: RunInfo["status"], started: number | null = 1): RunInfo =>
  ({ id, status, started }) as RunInfo;
const shown = (...latestFirst: RunInfo[]) => runToShow(latestFirst)?.id;

describe("the run that is shown", () => {
  it("is the one at work, though another one waits behind it", () => {
    expect(shown(run("b", "queued", null), run("a", "running"))).toBe("a");
  });

  it("is the first in line where none is at work", () => {
    expect(shown(run("c", "queued", null), run("b", "queued", null), run("a", "succeeded"))).toBe("b");
  });

  it("is the last that worked, though a later one was taken out of the queue", () => {
    expect(shown(run("b", "cancelled", null), run("a", "failed"))).toBe("a");
  });

  it("is the last one where none ever worked, and none where there is none", () => {
    expect(shown(run("b", "cancelled", null), run("a", "cancelled", null))).toBe("b");
    expect(shown()).toBeUndefined();
  });
});
