import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addNode } from "@/model/commands/nodes";
import { normalise } from "@/model/document";
import { fittingTools, refusal } from "@/model/fits";
import {
  ancestors,
  descendants,
  inputsOf,
  nodeOf,
  order,
  outputsOf,
  sourceOf,
  wouldCircle,
} from "@/model/graph";
import { type OutlineItem, outline } from "@/model/outline";
import type { ColumnInfo } from "@/model/types";
import { workflow as anyWorkflow } from "./editing";
import { sample, tool, tools, train } from "./samples";

const tables = sample("tables/tables");
const model: ColumnInfo = { name: "model", type: "model", kinds: ["any"] };
const name: ColumnInfo = { name: "name", type: "text", kinds: ["any", "text"] };

describe("the graph", () => {
  test("every node comes once, and after what it hangs on", () => {
    fc.assert(
      fc.property(anyWorkflow, (workflow) => {
        const names = order(workflow);
        expect(names.toSorted()).toEqual(Object.keys(workflow.nodes).toSorted());
        const at = new Map(names.map((each, index) => [each, index]));
        for (const { from, to } of workflow.connections)
          expect(at.get(nodeOf(from))).toBeLessThan(at.get(nodeOf(to)) ?? -1);
      }),
    );
  });

  test("a circle in a hand-written file still has an order", () => {
    const node = { tool: "weft.sort" };
    const circle = normalise({
      nodes: { a: node, b: node, c: node },
      connections: [
        { from: "a.out", to: "b.in" },
        { from: "b.out", to: "a.in" },
        { from: "gone.out", to: "c.in" },
      ],
    });
    expect(order(circle).toSorted()).toEqual(["a", "b", "c"]);
    expect(descendants(circle, "a")).toEqual(new Set(["a", "b"]));
  });

  test("what hangs on a node, and what it hangs on", () => {
    expect(descendants(train, "create_samples")).toEqual(
      new Set(["create_samples", "image_recognition", "holdout_out", "model_out", "evaluation", "report"]),
    );
    expect(ancestors(train, "image_input")).toEqual(
      new Set(["image_input", "select_columns", "class_from_folder", "directory"]),
    );
    expect(wouldCircle(train, "report.profile", "directory.in")).toBe(true);
    expect(wouldCircle(train, "directory.out", "report.in")).toBe(false);
  });

  test("the source of an input is the first in the order of names", () => {
    expect(sourceOf(tables, "all_orders", "in")).toBe("known.out");
    expect(sourceOf(tables, "orders", "in")).toBeNull();
  });

  test("a tool that is not there has the anchors that connections speak of", () => {
    const none = new Map();
    expect(outputsOf(train, "create_samples", none).map((each) => each.name)).toEqual([
      "estimation",
      "holdout",
      "validation",
    ]);
    const [input] = inputsOf(tables, "all_orders", none);
    expect(input).toMatchObject({ name: "in", many: true });
  });

  test("a connection to an anchor that the tool no longer has keeps an end to be seen", () => {
    const old = {
      ...train,
      connections: [{ from: "directory.files", to: "class_from_folder.in", name: "" }],
    };
    expect(outputsOf(old, "directory", tools).map((each) => each.name)).toEqual(["out", "files"]);
  });
});

describe("what may be connected", () => {
  const predicting = addNode(train, tool("predict"), { x: 0, y: 0 }, "judge").workflow;
  const at = (from: string, to: string, schemas = {}) => refusal(predicting, tools, from, to, schemas);

  test("says why not, in the words of the screen", () => {
    expect(at("report.profile", "report.in")).toBe("Report cannot feed itself");
    expect(at("image_processing.out", "select_columns.in")).toBe(
      "This would make a circle: Image Processing gets its records from Select",
    );
    expect(at("directory.out", "class_from_folder.in")).toBe("These are connected already");
    expect(at("image_recognition.report", "judge.model")).toBe(
      "Image Recognition Predict takes a model here, and Image Recognition gives none",
    );
    expect(at("directory.nothing", "judge.model")).toBe("Pictures has no output nothing");
  });

  test("goes by the schema where one is known", () => {
    expect(at("directory.out", "judge.model", { "directory.out": [name] })).toMatch(/takes a model here/);
    expect(at("directory.out", "judge.model", { "directory.out": [name, model] })).toBeNull();
    expect(at("directory.out", "judge.model", { "directory.out": null })).toBeNull();
    expect(at("image_recognition.model", "judge.model")).toBeNull();
    expect(at("image_recognition.model", "judge.data")).toBeNull();
  });

  test("tools that fit an anchor: those made for its kind come first", () => {
    const labels = (direction: "after" | "before", kind: string) =>
      fittingTools(tools.values(), direction, kind).map((each) => each.label);
    expect(labels("after", "model")[0]).toBe("Image Recognition Predict");
    expect(labels("after", "table")).not.toContain("Directory");
    expect(labels("before", "model")).toEqual(["Image Recognition", "Directory", "Input Data", "Text Input"]);
    expect(labels("before", "table")).not.toContain("Output Data");
  });
});

describe("the outline", () => {
  test("tells each node's place and neighbours in one sentence", () => {
    const sentences = outline(train, tools).flatMap((each) => each.children.map((child) => child.sentence));
    expect(sentences.slice(0, 2)).toEqual([
      "Pictures, Directory, 1st of 11, to Class from the folder",
      "Class from the folder, Formula, 2nd of 11, from Pictures, to Select",
    ]);
    expect(sentences).toContain(
      "Image Recognition, 7th of 11, from Create Samples, to Evaluation, Save the model and Report",
    );
  });

  test("containers come where their first node does, with all that is in them", () => {
    const items = outline(train, tools);
    expect(items.map((each) => each.sentence)).toEqual([
      "Input and prepare, container, 5 nodes",
      "Create samples and build the model, container, 6 nodes",
    ]);
  });

  test("every node and container is there once", () => {
    fc.assert(
      fc.property(anyWorkflow, (workflow) => {
        const all = (items: readonly OutlineItem[]): string[] =>
          items.flatMap((each) => [`${each.kind} ${each.id}`, ...all(each.children)]);
        expect(all(outline(workflow, tools)).toSorted()).toEqual(
          [
            ...Object.keys(workflow.nodes).map((each) => `node ${each}`),
            ...Object.keys(workflow.containers).map((each) => `container ${each}`),
          ].toSorted(),
        );
      }),
    );
  });

  test("a node that lacks its input says so", () => {
    const alone = addNode(train, tool("sort"), { x: 0, y: -500 }).workflow;
    expect(outline(alone, tools)[0]?.sentence).toBe("Sort, 1st of 12, from nothing yet");
  });
});
