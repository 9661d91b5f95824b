// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Confusion } from "@/learn/Confusion";
import { keptCourse } from "@/learn/curves";
import LearningCard from "@/learn/LearningCard";
import LearningTab from "@/learn/LearningTab";
import { NumbersTable } from "@/learn/NumbersTable";
import { TrainingNote } from "@/learn/TrainingNote";
import { TryPicture } from "@/learn/TryPicture";
import { useTraining } from "@/learn/useTraining";
import { EMPTY } from "@/model/document";
import type { JournalLine } from "@/model/journal";
import { fold, startView } from "@/model/run";
import type { RunInfo } from "@/model/types";
import { useCatalog } from "@/state/catalog";
import { type LearningPart, useDesk } from "@/state/desk";
import { useLooking } from "@/state/looking";
import { useOutdated } from "@/state/outdated";
import { useResults } from "@/state/results";
import { useRun } from "@/state/run";
import { openDocument } from "@/state/workflow";
import { journal, tools, train } from "../model/samples";

afterEach(cleanup);

const lines = journal("training");
const node = lines.flatMap((line) => (line.type === "node.metric" ? [line.node] : []))[0] ?? "";
const info = { id: lines[0]?.run ?? "", status: "running" } as RunInfo;

function upTo(epochs: number): void {
  let seen = 0;
  const part = lines.filter((line) => {
    if (line.type === "node.metric" && line.name === "valid_accuracy") seen += 1;
    return seen <= epochs && line.type !== "run.finished" && !(line.type === "node.state" && seen);
  });
  useRun.setState({ info, view: part.reduce(fold, startView(info.id)) });
}

describe("the card of a training", () => {
  it("shows figure, epoch and progress while it is at work, from the journal of a real run", () => {
    upTo(1);
    render(<LearningCard node={node} />);
    expect(screen.getByRole("region", { name: "Learning" }).textContent).toMatch(
      /Validation accuracy\d+\.\d %epoch \d+ of \d+/,
    );
    const progress = screen.getByRole("progressbar", { name: "Training" });
    expect(Number(progress.getAttribute("aria-valuenow"))).toBeGreaterThan(0);
  });

  it("keeps up with the run", () => {
    upTo(1);
    render(<LearningCard node={node} />);
    const points = () => document.querySelectorAll("polyline")[1]?.getAttribute("points")?.split(" ").length;
    const before = points();
    act(() => upTo(2));
    expect(points()).toBe((before ?? 0) + 1);
  });

  it("names the best epoch when it is done, and leads to all curves", () => {
    useRun.setState({ info: { ...info, status: "succeeded" }, view: lines.reduce(fold, startView(info.id)) });
    render(<LearningCard node={node} />);
    expect(screen.getByRole("region", { name: "Learning" }).textContent).toContain("best: epoch");
    expect(screen.queryByRole("progressbar")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Curves, mistakes, try a picture" }));
    expect(useLooking.getState().place?.node).toBe(node);
    expect(useDesk.getState().resultsTab).toBe("learning");
  });

  it("is not there for a node that never learned", () => {
    render(<LearningCard node="directory" />);
    expect(screen.queryByRole("region")).toBeNull();
  });
});

/** What an earlier training left, whose best epoch reached 99.2 %. */
const BEFORE = {
  valid_accuracy: [
    [1, 0.5],
    [2, 0.992],
  ],
} as Record<string, [number, number][]>;

const Note = ({ part }: { part: LearningPart }) => (
  <TrainingNote node={node} part={part} training={useTraining(node)} hasModel />
);

describe("a new training after an old one", () => {
  const card = () => screen.getByRole("region", { name: "Learning" }).textContent ?? "";
  const till = (seq: number) => lines.filter((line) => line.seq <= seq).reduce(fold, startView(info.id));

  beforeEach(() =>
    useResults.setState(({ index }) => ({ index: { ...index, metrics: { [node]: BEFORE } } })),
  );
  afterEach(() => useResults.setState(({ index }) => ({ index: { ...index, metrics: {} } })));

  it("shows no old curve as its own: until its first epoch ends it is empty and says what it prepares", () => {
    useRun.setState({ info, view: till(47) });
    render(<LearningCard node={node} />);
    expect(card()).toContain("Preparingreading training pictures");
    expect(card()).not.toContain("99.2 %");
    expect(document.querySelector("polyline")).toBeNull();
    expect(screen.getByRole("progressbar", { name: "reading training pictures" })).toBeTruthy();
    act(() => useRun.setState({ view: till(55) }));
    expect(card()).toMatch(/Validation accuracy….*epoch 1 of 3/);
    act(() => useRun.setState({ view: till(60) }));
    expect(card()).toContain("41.7 %");
  });

  it("says that the old curve is the old one while the new training waits", () => {
    useRun.setState({ info, view: till(43) });
    render(<LearningCard node={node} />);
    expect(card()).toContain("Of the last training: the new one waits");
    expect(card()).toContain("99.2 %");
  });

  it("says after Abort that it was stopped, and which part is of the model before", () => {
    const stopped = { ...lines.at(-1), type: "run.finished", status: "cancelled", seq: 999 } as JournalLine;
    useRun.setState({ info: { ...info, status: "cancelled" }, view: fold(till(70), stopped) });
    const { rerender } = render(<LearningCard node={node} />);
    expect(card()).toContain("This training stopped after epoch 2 of 3 and gave no model");
    expect(card()).toContain("best: epoch 2 of 3");
    rerender(<Note part="curves" />);
    expect(screen.getByRole("note").textContent).toContain("This training stopped after epoch 2 of 3");
    for (const part of ["mistakes", "try", "model"] as const) {
      rerender(<Note part={part} />);
      expect(screen.getByRole("note").textContent).toContain(
        "Of the training before: the last stopped after epoch 2 of 3.",
      );
    }
  });

  it("has no note over its curves that they are from before the change", () => {
    useOutdated.setState({ nodes: new Set([node]) });
    useRun.setState({ info, view: till(60) });
    render(<Note part="curves" />);
    expect(screen.queryByRole("note")).toBeNull();
    useOutdated.setState({ nodes: new Set() });
  });
});

describe("the hint of Learning", () => {
  it("says to press Run where Image Recognition is there already", () => {
    useRun.setState({ info: null, view: null });
    openDocument("train.workflow.json", "1", train);
    useCatalog.setState({ tools });
    const { rerender } = render(<LearningTab target={null} />);
    expect(screen.getByText(/^Press Run: Image Recognition learns/)).toBeTruthy();
    act(() => openDocument("new.workflow.json", "1", EMPTY));
    rerender(<LearningTab target={null} />);
    expect(screen.getByText(/^Add Image Recognition, connect pictures and run/)).toBeTruthy();
  });
});

describe("a picture that is tried", () => {
  it("is judged in milliseconds, not in 0 s, and shows a plain sign where it is no picture", async () => {
    const judgement = { scores: [{ name: "bolt", probability: 1 }], seconds: 0.0343 };
    URL.createObjectURL = () => "blob:1";
    URL.revokeObjectURL = () => {};
    vi.stubGlobal("fetch", async () => Response.json(judgement));
    render(<TryPicture hash="h" at="a" warmth="warm" />);
    const file = new File(["no picture"], "broken.png", { type: "image/png" });
    fireEvent.change(screen.getByLabelText("Picture to try"), { target: { files: [file] } });
    expect(await screen.findByText("in 34 ms")).toBeTruthy();
    fireEvent.error(screen.getByRole("img", { name: "broken.png" }));
    expect(screen.getByRole("img", { name: "broken.png, which cannot be shown" }).tagName).toBe("SPAN");
    vi.unstubAllGlobals();
  });
});

describe("the confusion matrix", () => {
  it("is a table whose cells say what was taken for what, and can be chosen", () => {
    const onCell = vi.fn();
    const matrix = {
      classes: ["bart", "homer"],
      counts: [
        [3, 0],
        [2, 5],
      ],
    };
    const evaluation = { matrix, accuracy: 0.8, figures: [], judged: [], revision: "r" };
    render(<Confusion evaluation={evaluation} onCell={onCell} />);
    expect(screen.getAllByRole("rowheader").map((each) => each.textContent)).toEqual(["bart", "homer"]);
    fireEvent.click(screen.getByRole("button", { name: "homer taken for bart: 2 pictures" }));
    expect(onCell).toHaveBeenCalledWith(1, 0);
    expect(screen.queryByRole("button", { name: /bart taken for homer/ })).toBeNull();
    expect(screen.getByText("71.4 %")).toBeTruthy();
  });
});

describe("the numbers of a training", () => {
  it("are a table that names the best epoch and what is no number", () => {
    const course = keptCourse({
      valid_accuracy: [
        [1, 0.5],
        [2, 0.75],
      ],
      valid_loss: [
        [1, 0.7],
        [2, null],
      ],
    });
    if (course) render(<NumbersTable course={course} />);
    const best = screen.getByRole("row", { name: /2 \(best\)/ });
    expect(best.textContent).toContain("75.0 %");
    expect(best.textContent).toContain("unknown");
  });
});
