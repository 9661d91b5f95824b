import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JournalLine } from "@/model/journal";
import { ended, fold, learning, type RunView, startView, valueText } from "@/model/run";
import { journal } from "./samples";

const first = journal("first-run");
const training = journal("training");
const view = (lines: readonly JournalLine[]) => lines.reduce(fold, startView(lines[0]?.run ?? ""));

/** A journal as a shaky connection delivers it: in pieces, each of which may begin again at lines seen already. */
const delivery = (lines: readonly JournalLine[]) =>
  fc.array(fc.nat({ max: lines.length }), { maxLength: 6 }).map((cuts) => {
    const ends = [...cuts.toSorted((one, other) => one - other), lines.length];
    return ends.flatMap((end, index) =>
      lines.slice(Math.max(0, (ends[index - 1] ?? 0) - (cuts[index] ?? 0)), end),
    );
  });

describe("the fold over a journal", () => {
  test("gives the same view however the lines are delivered", () => {
    for (const lines of [first, training])
      fc.assert(
        fc.property(delivery(lines), (delivered) => {
          expect(view(delivered)).toEqual(view(lines));
        }),
      );
  });

  test("a line that was seen already gives the same object", () => {
    const done = view(first);
    for (const line of first) expect(fold(done, line)).toBe(done);
  });

  test("a node that a line does not speak of keeps its identity", () => {
    for (const lines of [first, training]) {
      let before = startView("run");
      for (const line of lines) {
        const after = fold(before, line);
        if ("node" in line)
          for (const name of Object.keys(before.nodes))
            if (name !== line.node) expect(after.nodes[name]).toBe(before.nodes[name]);
        before = after;
      }
    }
  });

  test("tells how a run with a warning went", () => {
    const done = view(first);
    expect(done).toMatchObject({ status: "succeeded", warnings: 1, lastSeq: first.length });
    expect(ended(done)).toBe(true);
    expect(done.seconds).toBeGreaterThan(0);
    expect(done.startedAt).toBe(first[0]?.ts);
    const states = Object.fromEntries(Object.entries(done.nodes).map(([name, node]) => [name, node.state]));
    expect(states).toEqual({
      broken: "succeeded",
      look: "succeeded",
      off: "skipped",
      save: "succeeded",
      words: "succeeded",
    });
    expect(done.nodes.off?.detail).toBe("it is disabled");
    expect(done.outputs["words.out"]).toEqual({ records: 3, bytes: 17, done: true });
    expect(done.plan?.words?.reason).toBe("never_ran");
    expect(done.messages.map((each) => [each.node, each.level, each.rows])).toEqual([
      ["broken", "warning", 1],
      ["save", "info", 0],
    ]);
  });

  test("tells what was kept from the run before", () => {
    const again = view(journal("second-run"));
    expect(again.nodes.words?.state).toBe("kept");
    expect(again.plan?.words?.action).toBe("kept");
  });

  test("counts while records flow", () => {
    const half = first.findIndex((line) => line.type === "output.records");
    const now = view(first.slice(0, half + 1));
    expect(now.outputs["words.out"]).toMatchObject({ records: 3, done: false });
    expect(now.status).toBe("running");
    expect(ended(now)).toBe(false);
  });

  test("nodes of a run whose program died are not left running", () => {
    const half = training.slice(
      0,
      training.findIndex((line) => line.type === "node.metric"),
    );
    const seq = (half.at(-1)?.seq ?? 0) + 1;
    const end = {
      type: "run.finished",
      status: "interrupted",
      warnings: 0,
      seconds: 9,
      message: "it was killed",
    };
    const done = view([...half, { v: 1, run: "r", seq, ts: 0, ...end } as JournalLine]);
    const states = new Set(Object.values(done.nodes).map((each) => each.state));
    expect(done).toMatchObject({ status: "interrupted", message: "it was killed" });
    expect(done.nodes.image_recognition?.state).toBe("cancelled");
    expect(states.has("running") || states.has("pending")).toBe(false);
  });

  test("an event that this canvas does not know is passed over, but counted", () => {
    const line = { v: 1, run: "r", seq: 7, ts: 0, type: "node.dreams", node: "a" } as unknown as JournalLine;
    expect(fold(startView("r"), line)).toEqual({ ...startView("r"), lastSeq: 7 });
  });
});

describe("learning", () => {
  const node = (lines: readonly JournalLine[]) => {
    const found = (view(lines) as RunView).nodes.image_recognition;
    if (!found) throw new Error("nothing learns here");
    return found;
  };

  test("shows the epoch, the best figure and the way there", () => {
    const learned = learning(node(training));
    expect(learned).toMatchObject({ epoch: 3, epochs: 3, name: "Validation accuracy" });
    expect(learned?.points.map((each) => each.step)).toEqual([1, 2, 3]);
    expect(learned?.figure).toBe(Math.max(...(learned?.points.map((each) => each.value) ?? [])));
    expect(learned?.picturesPerSecond).toBeGreaterThan(1);
  });

  test("an accuracy is a percentage, as in the panels, and a loss is none", () => {
    const learned = learning(node(training));
    expect(learned && valueText(learned, learned.figure)).toBe("65.4 %");
    const losses = training.filter((line) => line.type !== "node.metric" || line.name === "valid_loss");
    const lost = learning(node(losses));
    expect(lost && valueText(lost, lost.figure)).toBe("0.815");
    expect(lost && valueText(lost, null)).toBe("");
  });

  test("knows the epoch before the first figure", () => {
    const early = training.slice(
      0,
      training.findIndex((line) => line.type === "node.metric"),
    );
    expect(learning(node(early))).toMatchObject({ epoch: 1, epochs: 3, figure: null, points: [] });
  });

  test("a node that does not learn shows nothing", () => {
    const words = view(first).nodes.words;
    expect(words && learning(words)).toBeNull();
  });

  test("tells what is left about right in the second epoch, and nothing before it and at the end", () => {
    const last = training.filter(
      (line) => line.type === "node.progress" && line.node === "image_recognition",
    );
    const middle = last.findLast(
      (line) => line.type === "node.progress" && /epoch 2/.test(line.message ?? ""),
    );
    const firstOf = last.find((line) => line.type === "node.progress" && /epoch 2/.test(line.message ?? ""));
    const before = training.filter((line) => line.seq < (firstOf?.seq ?? 0));
    expect(before.length).toBeGreaterThan(0);
    expect(node(before).etaSeconds).toBeNull();
    const half = training.filter((line) => line.seq <= (middle?.seq ?? 0));
    const reallyLeft = (last.at(-1)?.ts ?? 0) - (middle?.ts ?? 0);
    const eta = node(half).etaSeconds ?? 0;
    expect(eta).toBeGreaterThan(reallyLeft / 3);
    expect(eta).toBeLessThan(reallyLeft * 3);
    expect(node(training).etaSeconds).toBeNull();
  });

  test("a figure that is no number leaves the curve whole", () => {
    const lost = training.map((line) =>
      line.type === "node.metric" && line.step === 2
        ? ({ ...line, value: null } as unknown as JournalLine)
        : line,
    );
    const learned = learning(node(lost));
    expect(learned?.points).toHaveLength(3);
    expect(learned?.points[1]?.value).toBeNaN();
    expect(learned?.figure).toBeGreaterThan(0);
  });

  test("epochs that a resumed training tells again replace those it had told", () => {
    const metrics = training.filter((line) => line.type === "node.metric");
    const again = metrics.slice(-10).map((line, index) => ({ ...line, seq: 1000 + index }));
    expect(learning(node([...training, ...again]))?.points.map((each) => each.step)).toEqual([1, 2, 3]);
  });

  test("a loss is best where it is least", () => {
    const losses = training.filter((line) => line.type !== "node.metric" || line.name === "valid_loss");
    const learned = learning(node(losses));
    expect(learned?.name).toBe("Validation loss");
    expect(learned?.figure).toBe(Math.min(...(learned?.points.map((each) => each.value) ?? [])));
  });
});
