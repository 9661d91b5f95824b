import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { setMeta } from "@/model/commands/parameters";
import { EMPTY } from "@/model/document";
import {
  apply,
  begin,
  canRedo,
  canUndo,
  type History,
  redo,
  redoLabel,
  undo,
  undoLabel,
} from "@/model/history";
import { alter, edit, workflow } from "./editing";

const titled = (title: string) => setMeta(EMPTY, { title });
const gestures = fc.constantFrom(undefined, "drag", "type");

function undone(history: History): History {
  return canUndo(history) ? undone(undo(history)) : history;
}

function redone(history: History): History {
  return canRedo(history) ? redone(redo(history)) : history;
}

describe("undo and redo", () => {
  test("undoing any sequence of commands gives the very document back, and redoing the later one", () => {
    fc.assert(
      fc.property(workflow, fc.array(fc.tuple(edit, gestures), { maxLength: 30 }), (start, edits) => {
        const history = edits.reduce(
          (before, [each, gesture]) => apply(before, alter(before.present, each), "Edit", gesture),
          begin(start),
        );
        const first = undone(history);
        expect(first.present).toBe(start);
        expect(redone(first).present).toBe(history.present);
        expect(redone(first).past).toEqual(history.past);
      }),
    );
  });

  test("a mix of edits, undos and redos never leaves the line of documents that there were", () => {
    const step = fc.oneof(edit, fc.constant("undo" as const), fc.constant("redo" as const));
    fc.assert(
      fc.property(workflow, fc.array(step, { maxLength: 30 }), (start, steps) => {
        let history = begin(start);
        let line = [start];
        let at = 0;
        for (const each of steps) {
          if (each === "undo") {
            history = undo(history);
            at = Math.max(0, at - 1);
          } else if (each === "redo") {
            history = redo(history);
            at = Math.min(line.length - 1, at + 1);
          } else {
            const after = alter(history.present, each);
            if (after === history.present) continue;
            history = apply(history, after, "Edit");
            at += 1;
            line = [...line.slice(0, at), after];
          }
          expect(history.present).toBe(line[at]);
        }
      }),
    );
  });

  test("a gesture is one step", () => {
    let history = apply(begin(EMPTY), titled("a"), "Rename", "title");
    history = apply(history, titled("ab"), "Rename", "title");
    expect(history.past).toHaveLength(1);
    expect(undo(history).present).toBe(EMPTY);
  });

  test("a gesture that was undone is not taken up again", () => {
    let history = apply(begin(EMPTY), titled("a"), "Rename", "title");
    history = undo(apply(history, titled("b"), "Describe", "text"));
    history = apply(history, titled("c"), "Rename", "title");
    expect(undo(history).present.title).toBe("a");
  });

  test("a gesture that ends where it began is no step", () => {
    const history = apply(apply(begin(EMPTY), titled("a"), "Move", "drag"), EMPTY, "Move", "drag");
    expect(canUndo(history)).toBe(false);
  });

  test("no change is no step and keeps what can be redone", () => {
    const history = undo(apply(begin(EMPTY), titled("a"), "Rename"));
    expect(apply(history, history.present, "Nothing")).toBe(history);
  });

  test("undo and redo say what they would do", () => {
    const history = apply(apply(begin(EMPTY), titled("a"), "Rename"), titled("b"), "Describe");
    expect([undoLabel(history), redoLabel(history)]).toEqual(["Describe", null]);
    expect([undoLabel(undo(history)), redoLabel(undo(history))]).toEqual(["Rename", "Describe"]);
    expect(undoLabel(begin(EMPTY))).toBeNull();
  });

  test("five hundred steps are kept", () => {
    let history = begin(EMPTY);
    for (let index = 0; index < 600; index++) history = apply(history, titled(`${index}`), "Rename");
    expect(history.past).toHaveLength(500);
    expect(undone(history).present.title).toBe("99");
  });
});
