import { describe, expect, it } from "vitest";
import type { ToolEntry } from "@/model/types";
import { byCategory, matchTools } from "@/palette/finding";

const tool = (id: string, label: string, category: string, summary = ""): ToolEntry => ({
  id: `weft.${id}`,
  version: 1,
  label,
  category,
  icon: "box",
  pack: "weft",
  summary,
  help: summary,
  inputs: [],
  outputs: [],
  settings: {},
  effects: false,
  expensive: false,
  available: true,
  hint: "",
});

const TOOLS = [
  tool("summarize", "Summarize", "Transform", "Makes one record out of each group."),
  tool("image_recognition", "Image Recognition", "Computer Vision", "Trains a **classifier** of pictures."),
  tool("filter", "Filter", "Preparation", "Parts the records in two."),
  tool("odd", "Odd", "Mine", "Does something."),
];

const found = (query: string) => matchTools(query, TOOLS).map((match) => match.item.label);

describe("tools", () => {
  it("are found by letters of their name", () => {
    expect(found("flt")).toEqual(["Filter"]);
    expect(found("img rec")).toEqual(["Image Recognition"]);
  });

  it("are found by what other programs call it, and by their summary", () => {
    expect(found("pivot")).toEqual(["Summarize"]);
    expect(found("cnn")).toEqual(["Image Recognition"]);
    expect(found("classifier")).toEqual(["Image Recognition"]);
    expect(found("nonsense")).toEqual([]);
  });

  it("stand in the order of the families, those of plugins last", () => {
    expect(byCategory(TOOLS).map(([category]) => category)).toEqual([
      "Preparation",
      "Transform",
      "Computer Vision",
      "Mine",
    ]);
  });
});
