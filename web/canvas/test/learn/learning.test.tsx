// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Confusion } from "@/learn/Confusion";
import { keptCourse } from "@/learn/curves";
import LearningCard from "@/learn/LearningCard";
import { NumbersTable } from "@/learn/NumbersTable";
import { fold, startView } from "@/model/run";
import type { RunInfo } from "@/model/types";
import { useDesk } from "@/state/desk";
import { useLooking } from "@/state/looking";
import { useRun } from "@/state/run";
import { journal } from "../model/samples";

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
