import { describe, expect, test } from "vitest";
import {
  addNode,
  renameNode,
  setEnabled,
  setNote,
  setPinned,
  setSetting,
  setSettings,
} from "@/model/commands/nodes";
import { renameParameter, setParameter, usedParameters } from "@/model/commands/parameters";
import { remove } from "@/model/commands/removal";
import { EMPTY, type Workflow } from "@/model/document";
import { slug } from "@/model/names";
import { NOTHING, only } from "@/model/selection";
import { tool, train } from "./samples";

const use = (name: string) => `\${${name}}`;

describe("a new node", () => {
  test("is called after its tool, with the number after the highest one", () => {
    const first = addNode(EMPTY, tool("image_input"), { x: 10, y: 20 });
    const second = addNode(first.workflow, tool("image_input"), { x: 0, y: 0 });
    expect([first.name, second.name]).toEqual(["image_input", "image_input_2"]);
    expect(first.workflow.nodes.image_input).toEqual({
      tool: "weft.image_input",
      version: 1,
      title: "",
      enabled: true,
      pinned: false,
      settings: {},
    });
  });

  test("does not take the name of a removed one, whose results may still be kept", () => {
    const first = addNode(EMPTY, tool("filter"), { x: 0, y: 0 });
    const emptied = remove(first.workflow, only("node", "filter"));
    expect(addNode(emptied, tool("filter"), { x: 0, y: 0 }).name).toBe("filter_2");
  });

  test("the memory of removed names is not saved", () => {
    const first = addNode(EMPTY, tool("filter"), { x: 0, y: 0 });
    const emptied = remove(first.workflow, only("node", "filter"));
    expect(JSON.parse(JSON.stringify(emptied))).toEqual(JSON.parse(JSON.stringify(EMPTY)));
  });

  test("takes the name that is wished, or the next like it", () => {
    const first = addNode(EMPTY, tool("browse"), { x: 0.4, y: -0.4 }, "report");
    const second = addNode(first.workflow, tool("browse"), { x: 0, y: 0 }, "report");
    expect([first.name, second.name]).toEqual(["report", "report_2"]);
    expect(first.workflow.layout.nodes.report).toEqual({ x: 0, y: 0 });
  });

  test.each([
    ["Image Input", "image_input"],
    ["Café  Zürich!", "cafe_zurich"],
    ["2 of each", "node_2_of_each"],
    ["画像", "node"],
  ])("the label %s makes the name %s", (label, name) => {
    expect(slug(label)).toBe(name);
  });
});

describe("settings", () => {
  const numbers = addNode(EMPTY, tool("sort"), { x: 0, y: 0 }).workflow;
  const sorted = setSettings(numbers, "sort", { keys: [{ column: "a" }, { column: "b" }], nulls: "last" });

  const firstKey = (workflow: Workflow) => (workflow.nodes.sort?.settings.keys as unknown[] | undefined)?.[0];

  test("a dotted path reaches into lists and leaves the rest as it is", () => {
    const after = setSetting(sorted, "sort", "keys.1.column", "c");
    expect(after.nodes.sort?.settings).toEqual({ keys: [{ column: "a" }, { column: "c" }], nulls: "last" });
    expect(firstKey(after)).toBe(firstKey(sorted));
  });

  test("an index at the end, or behind it, adds an item", () => {
    const after = setSetting(sorted, "sort", "keys.9", { column: "c" });
    expect(after.nodes.sort?.settings.keys).toEqual([{ column: "a" }, { column: "b" }, { column: "c" }]);
  });

  test("undefined takes an item out of its list, and a setting out of all", () => {
    const one = setSetting(sorted, "sort", "keys.0", undefined);
    expect(one.nodes.sort?.settings.keys).toEqual([{ column: "b" }]);
    expect(setSetting(one, "sort", "nulls", undefined).nodes.sort?.settings).toEqual({
      keys: [{ column: "b" }],
    });
  });

  test("what is missing on the way is made, as lists where numbers follow", () => {
    const after = setSetting(numbers, "sort", "keys.0.column", "a");
    expect(after.nodes.sort?.settings).toEqual({ keys: [{ column: "a" }] });
    expect(setSetting(numbers, "sort", "deep.er", 1).nodes.sort?.settings).toEqual({ deep: { er: 1 } });
  });

  test("taking away what is not there makes nothing", () => {
    expect(setSetting(numbers, "sort", "keys.0.column", undefined)).toBe(numbers);
    expect(setSetting(sorted, "sort", "keys.7", undefined)).toBe(sorted);
  });

  test("null is a value", () => {
    expect(setSetting(sorted, "sort", "nulls", null).nodes.sort?.settings.nulls).toBeNull();
  });

  test("the same value changes nothing, however it is written", () => {
    expect(setSetting(sorted, "sort", "keys.0", { column: "a" })).toBe(sorted);
    expect(setSettings(sorted, "sort", { nulls: "last", keys: [{ column: "a" }, { column: "b" }] })).toBe(
      sorted,
    );
  });
});

describe("names, notes and switches", () => {
  test("they change the nodes named and no others", () => {
    const off = setEnabled(train, ["report", "evaluation"], false);
    expect(off.nodes.report?.enabled).toBe(false);
    expect(off.nodes.model_out).toBe(train.nodes.model_out);
    expect(setPinned(train, ["report"], true).nodes.report?.pinned).toBe(true);
    expect(renameNode(train, "report", " The report ").nodes.report?.title).toBe("The report");
  });

  test("an empty note brings the automatic annotation back", () => {
    const noted = setNote(train, "report", "for Anna");
    expect(noted.layout.notes).toEqual({ report: "for Anna" });
    expect(setNote(noted, "report", "").layout.notes).toEqual({});
  });

  test("a node that is not there changes nothing", () => {
    expect(setNote(train, "nobody", "text")).toBe(train);
    expect(setEnabled(train, ["nobody"], false)).toBe(train);
  });
});

describe("removal", () => {
  test("a node goes with its connections, its place, its note and its seat in a container", () => {
    const after = remove(setNote(train, "image_input", "note"), only("node", "image_input"));
    expect(after.connections.filter((each) => /image_input\b/.test(each.from + each.to))).toEqual([]);
    expect(after.layout.nodes.image_input).toBeUndefined();
    expect(after.layout.notes).toEqual({});
    expect(after.containers.prepare?.nodes).not.toContain("image_input");
  });

  test("of a container only the frame goes", () => {
    const after = remove(train, only("container", "learn"));
    expect(Object.keys(after.containers)).toEqual(["prepare"]);
    expect(after.nodes).toBe(train.nodes);
  });

  test("a container goes with its nodes where they are selected too", () => {
    const nodes = new Set(train.containers.learn?.nodes);
    const after = remove(train, { ...NOTHING, nodes, containers: new Set(["learn"]) });
    expect(Object.keys(after.nodes).sort()).toEqual([...(train.containers.prepare?.nodes ?? [])].sort());
  });
});

describe("parameters", () => {
  test("a new name is used wherever the old one was", () => {
    const after = renameParameter(train, "epochs", "rounds");
    expect(after.nodes.image_recognition?.settings.epochs).toBe(use("rounds"));
    expect(Object.keys(after.parameters)).toEqual(
      Object.keys(train.parameters).map((name) => (name === "epochs" ? "rounds" : name)),
    );
    expect(after.nodes.report).toBe(train.nodes.report);
  });

  test("an escaped use is no use", () => {
    const text = setSetting(train, "report", "text", `$${use("epochs")} and ${use("epochs")}`);
    expect(renameParameter(text, "epochs", "n").nodes.report?.settings.text).toBe(
      `$${use("epochs")} and ${use("n")}`,
    );
    expect(usedParameters([`$${use("a")}`, { b: `x ${use("c")} y ${use("d")}` }])).toEqual(
      new Set(["c", "d"]),
    );
  });

  test("a name that is taken, or is none, changes nothing", () => {
    expect(renameParameter(train, "epochs", "size")).toBe(train);
    expect(renameParameter(train, "epochs", "My Rounds")).toBe(train);
    expect(setParameter(train, "My Rounds", {})).toBe(train);
    expect(setParameter(train, "nobody", null)).toBe(train);
  });
});
