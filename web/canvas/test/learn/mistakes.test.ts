import { describe, expect, it } from "vitest";
import { learned, modelPlace, trainingNode } from "@/learn/learned";
import { behind, cellTitle, mistakeTitle, worst } from "@/learn/mistakes";
import type { Evaluation } from "@/model/types";
import { sample, tools } from "../model/samples";

const evaluation: Evaluation = {
  matrix: {
    classes: ["bart", "homer"],
    counts: [
      [1, 1],
      [2, 0],
    ],
  },
  accuracy: 0.25,
  figures: [],
  judged: [
    { row: 0, truth: 0, predicted: 0, score: 0.99 },
    { row: 2, truth: 1, predicted: 0, score: 0.6 },
    { row: 5, truth: 0, predicted: 1, score: null },
    { row: 9, truth: 1, predicted: 0, score: 0.8 },
  ],
  revision: "r",
};

describe("how validation pictures were judged", () => {
  it("opens the records behind a cell", () => {
    expect(behind(evaluation, 1, 0)).toEqual([2, 9]);
    expect(behind(evaluation, 1, 1)).toEqual([]);
  });

  it("names a cell in words", () => {
    expect(cellTitle(evaluation, 1, 0)).toBe("homer taken for bart");
    expect(cellTitle(evaluation, 0, 0)).toBe("bart recognised");
  });

  it("shows the surest mistakes first, and no right answer", () => {
    expect(worst(evaluation, 2).map((each) => each.row)).toEqual([9, 2]);
    expect(worst(evaluation, 9).map((each) => each.row)).toEqual([9, 2, 5]);
  });

  it("names a mistake by what it is, what it was taken for and its record", () => {
    const [first] = worst(evaluation, 1);
    expect(first && mistakeTitle(evaluation, first)).toBe("homer taken for bart, 80.0 % sure, record 10");
  });
});

describe("what has learned", () => {
  const workflow = sample("characters/train");

  it("is the node itself, else the one whose output is looked at, else any that learned", () => {
    const has = (node: string) => node === "image_recognition";
    expect(trainingNode("image_recognition", null, has, [])).toBe("image_recognition");
    expect(trainingNode("report", "image_recognition.report", has, [])).toBe("image_recognition");
    expect(trainingNode("directory", "directory.out", has, ["image_recognition"])).toBe("image_recognition");
    expect(trainingNode("directory", null, () => false, [])).toBeNull();
  });

  it("was checked on the pictures that reach V", () => {
    expect(learned(workflow, "image_recognition", tools)).toEqual({
      input: "validation",
      place: "create_samples.validation",
      column: "image_processed",
    });
  });

  it("left its model on the M anchor; a model from a file is found by its column", () => {
    const none = () => false;
    expect(modelPlace(workflow, "image_recognition", null, tools, none)).toBe("image_recognition.model");
    expect(modelPlace(workflow, "model_out", "image_recognition.model", tools, none)).toBe(
      "image_recognition.model",
    );
    expect(modelPlace(workflow, "directory", "directory.out", tools, () => true)).toBe("directory.out");
    expect(modelPlace(workflow, "directory", "directory.out", tools, none)).toBeNull();
  });
});
