import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isUnsavedElsewhere, watchUnsaved } from "@/files/elsewhere";
import { EMPTY } from "@/model/document";
import { edit, markSaved, openDocument, undo, workflowNow } from "@/state/workflow";

/** Locks as all windows of a browser share them. */
class SharedLocks {
  held: { name: string }[] = [];
  async request(name: string, _: unknown, work: () => Promise<void>): Promise<void> {
    const lock = { name };
    this.held.push(lock);
    await work();
    this.held = this.held.filter((each) => each !== lock);
  }
  query = async () => ({ held: this.held });
}

let end = () => {};
beforeEach(() => {
  vi.stubGlobal("navigator", { locks: new SharedLocks() });
  openDocument("a.workflow.json", "1", EMPTY);
  end = watchUnsaved();
});
afterEach(() => {
  end();
  vi.unstubAllGlobals();
});

const isHeld = () => isUnsavedElsewhere("a.workflow.json");
const rename = (title: string) => edit("Title", (workflow) => ({ ...workflow, title }));

it("a second window learns of unsaved work as long as the first one shows it", async () => {
  expect(await isHeld()).toBe(false);
  rename("mine");
  expect(await isHeld()).toBe(true);
  expect(await isUnsavedElsewhere("b.workflow.json")).toBe(false);
  undo();
  await Promise.resolve();
  expect(await isHeld()).toBe(false);
  rename("mine");
  markSaved("a.workflow.json", "2", workflowNow());
  await Promise.resolve();
  expect(await isHeld()).toBe(false);
});

it("a window that is closed holds nothing, and without locks each window offers what it finds", async () => {
  rename("mine");
  end();
  await Promise.resolve();
  expect(await isHeld()).toBe(false);
  vi.stubGlobal("navigator", {});
  expect(await isHeld()).toBe(false);
});
