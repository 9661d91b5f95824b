import { describe, expect, it } from "vitest";
import { NOTHING, only } from "@/model/selection";
import { resolve, targetTitle } from "@/results/looked";
import { sample, tools } from "../model/samples";

const workflow = sample("characters/train");
const nothing = { place: null, selected: null, rows: null };
const at = (
  node: string,
  anchor: string | null,
  side: "input" | "output",
  selected: string | null = null,
) => ({
  place: { node, anchor, side },
  selected,
  rows: { numbers: [3], title: "homer taken for bart" },
});

describe("what the results look at", () => {
  it("is the first output of the selected node", () => {
    const target = resolve(workflow, only("node", "create_samples"), nothing, tools);
    expect(target).toMatchObject({
      node: "create_samples",
      side: "output",
      place: "create_samples.estimation",
    });
  });

  it("is what reaches a node without outputs", () => {
    const target = resolve(workflow, only("node", "holdout_out"), nothing, tools);
    expect(target).toMatchObject({ side: "input", anchor: "in", place: "create_samples.holdout" });
  });

  it("is what reaches a Browse, not its description of the columns", () => {
    const target = resolve(workflow, only("node", "report"), nothing, tools);
    expect(target).toMatchObject({ side: "input", place: "image_recognition.report" });
  });

  it("is nothing where nothing is selected", () => {
    expect(resolve(workflow, NOTHING, nothing, tools)).toBeNull();
  });

  it("is the anchor that was clicked; an input shows the records of its source", () => {
    const target = resolve(workflow, NOTHING, at("image_recognition", "validation", "input"), tools);
    expect(target).toMatchObject({
      place: "create_samples.validation",
      rows: { title: "homer taken for bart" },
    });
  });

  it("follows the selection again once another node is selected", () => {
    const looking = at("image_recognition", "validation", "input", "image_recognition");
    expect(resolve(workflow, only("node", "image_recognition"), looking, tools)?.side).toBe("input");
    const target = resolve(workflow, only("node", "directory"), looking, tools);
    expect(target).toMatchObject({ node: "directory", place: "directory.out", rows: null });
  });

  it("forgets an anchor whose node was removed", () => {
    expect(resolve(workflow, NOTHING, at("gone", "out", "output"), tools)).toBeNull();
  });

  it("is named with both ends of the connection", () => {
    const target = resolve(workflow, NOTHING, at("create_samples", "estimation", "output"), tools);
    expect(target && targetTitle(workflow, target, tools)).toBe("Create Samples · E → Image Recognition · T");
    const input = resolve(workflow, NOTHING, at("image_recognition", "validation", "input"), tools);
    expect(input && targetTitle(workflow, input, tools)).toBe("Create Samples · V → Image Recognition · V");
  });
});
