// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { ACTIONS } from "@/app/actions";
import { actionOf } from "@/app/keys";
import { canResize, resizeHere } from "@/keyboard/resizing";
import { addComment } from "@/model/commands/comments";
import { group, setContainer } from "@/model/commands/containers";
import { NOTHING, only } from "@/model/selection";
import { edit, select, undo, workflowNow } from "@/state/workflow";
import { sample } from "../model/samples";

const pressed = (key: string, shiftKey = false) =>
  actionOf(
    { key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey, target: document.body },
    ACTIONS,
  )?.id;

afterEach(() => {
  select(NOTHING);
});

describe("the size of a comment and of a container", () => {
  it("has keys, which are listed", () => {
    expect(pressed("w")).toBe("resize-wider");
    expect(pressed("W", true)).toBe("resize-narrower");
    expect(pressed("h")).toBe("resize-higher");
    expect(pressed("H", true)).toBe("resize-lower");
  });

  it("grows and shrinks by the grid, down to the smallest, in one step of undo", () => {
    const { workflow, id } = addComment(sample("characters/train"), { x: 48, y: 48 });
    edit("Open", () => workflow, { select: only("comment", id) });
    const before = workflowNow().layout.comments[id];
    expect(canResize()).toBe(true);
    resizeHere({ x: 1, y: 0 });
    resizeHere({ x: 0, y: 2 });
    const after = workflowNow().layout.comments[id];
    expect(after).toEqual({
      ...before,
      width: (before?.width ?? 0) + 16,
      height: (before?.height ?? 0) + 32,
    });
    for (let count = 0; count < 99; count++) resizeHere({ x: -1, y: -1 });
    expect(workflowNow().layout.comments[id]).toEqual({ ...before, width: 80, height: 40 });
    undo();
    expect(workflowNow().layout.comments[id]).toEqual(before);
  });

  it("is kept by a folded container, and a node has none", () => {
    const { workflow, id } = group(sample("characters/train"), only("node", "directory"), "Input");
    edit("Open", () => workflow, { select: only("container", id) });
    expect(canResize()).toBe(true);
    edit("Fold", (each) => setContainer(each, id, { collapsed: true }));
    expect(canResize()).toBe(false);
    select(only("node", "directory"));
    expect(canResize()).toBe(false);
  });
});
