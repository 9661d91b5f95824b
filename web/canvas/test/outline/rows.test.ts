import { describe, expect, it } from "vitest";
import { outlineRows } from "@/outline/rows";
import { sample, tools } from "../model/samples";

const training = sample("characters/train");
const NOTHING = new Set<string>();

describe("the outline", () => {
  it("lists containers and their nodes in the order of the records", () => {
    const rows = outlineRows(training, tools, NOTHING);
    expect(rows.slice(0, 3).map(({ label, level }) => `${level} ${label}`)).toEqual([
      "1 Input and prepare",
      "2 Pictures",
      "2 Class from the folder",
    ]);
    expect(rows.filter((row) => row.kind === "node")).toHaveLength(Object.keys(training.nodes).length);
  });

  it("counts siblings as the pattern of a tree wants it", () => {
    const rows = outlineRows(training, tools, NOTHING);
    const second = rows.find((row) => row.id === "class_from_folder");
    expect(second).toMatchObject({
      level: 2,
      place: 2,
      count: 5,
      parent: "container prepare",
      isOpen: false,
    });
  });

  it("shows the connections of a node that is unfolded, from where and to where", () => {
    const rows = outlineRows(training, tools, new Set(["node image_recognition"]));
    const at = rows.findIndex((row) => row.id === "image_recognition");
    const inner = rows.slice(at + 1).filter((row) => row.kind === "connection");
    expect(inner.map((row) => row.label)).toContain("from Create Samples, output estimation");
    expect(inner.map((row) => row.label)).toContain("to Save the model, input in");
    expect(new Set(inner.map((row) => row.parent))).toEqual(new Set(["node image_recognition"]));
  });

  it("hides what is in a container that is folded", () => {
    const rows = outlineRows(training, tools, new Set(["container prepare"]));
    expect(rows[0]).toMatchObject({ label: "Input and prepare", isOpen: false });
    expect(rows.some((row) => row.id === "directory")).toBe(false);
  });

  it("gives every row a key of its own", () => {
    const all = new Set(Object.keys(training.nodes).map((name) => `node ${name}`));
    const keys = outlineRows(training, tools, all).map((row) => row.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
