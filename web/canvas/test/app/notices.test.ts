import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EMPTY } from "@/model/document";
import { dismiss, notify, useNotices, watchNotices } from "@/state/notices";
import { edit, openDocument } from "@/state/workflow";

let end = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  openDocument("a.workflow.json", "1", EMPTY);
  end = watchNotices();
});
afterEach(() => {
  end();
  for (const { id } of useNotices.getState().notices) dismiss(id);
  vi.useRealTimers();
});

const shown = () => useNotices.getState().notices.map(({ text }) => text);

it("the red message that it cannot run yet is gone when the user works on, and not before it was read", () => {
  notify("error", "It cannot run yet: Epochs must be 1 or more, not 0");
  edit("Title", (workflow) => ({ ...workflow, title: "a" }));
  expect(shown()).toHaveLength(1);
  vi.advanceTimersByTime(30_000);
  expect(shown()).toHaveLength(1);
  edit("Title", (workflow) => ({ ...workflow, title: "b" }));
  expect(shown()).toEqual([]);
});

it("what was said of a workflow does not stay over the next one", () => {
  notify("error", "It cannot run yet");
  vi.advanceTimersByTime(6_000);
  notify("error", "b.workflow.json cannot be read");
  openDocument("b.workflow.json", "1", EMPTY);
  expect(shown()).toEqual(["b.workflow.json cannot be read"]);
});
