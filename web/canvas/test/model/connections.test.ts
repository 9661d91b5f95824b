import { describe, expect, test } from "vitest";
import {
  connect,
  disconnect,
  insertAfter,
  insertNode,
  moveConnection,
  reconnect,
  renameConnection,
} from "@/model/commands/connections";
import { containerOf } from "@/model/commands/containers";
import { addNode } from "@/model/commands/nodes";
import { EMPTY, normalise, type Workflow } from "@/model/document";
import { byName, into, order, outOf } from "@/model/graph";
import { sample, tool, tools, train } from "./samples";

const tables = sample("tables/tables");

/** Three inputs and a Union. */
function union(): Workflow {
  let workflow: Workflow = EMPTY;
  for (const name of ["a", "b", "c"])
    workflow = addNode(workflow, tool("text_input"), { x: 0, y: 0 }, name).workflow;
  workflow = addNode(workflow, tool("union"), { x: 0, y: 0 }).workflow;
  for (const name of ["a", "b", "c"]) workflow = connect(workflow, `${name}.out`, "union.in", tools);
  return workflow;
}

const sources = (workflow: Workflow, node: string) =>
  into(workflow, node)
    .sort(byName)
    .map((each) => `${each.name} ${each.from}`);

describe("connecting", () => {
  test("an input that takes one connection loses the one it has", () => {
    const after = connect(train, "select_columns.out", "image_processing.in", tools);
    expect(sources(after, "image_processing")).toEqual([" select_columns.out"]);
  });

  test("an input that takes many numbers them as they come", () => {
    expect(sources(union(), "union")).toEqual(["#1 a.out", "#2 b.out", "#3 c.out"]);
  });

  test("a number is not given twice after one was taken away", () => {
    const parted = disconnect(union(), ["b.out>union.in"]);
    expect(sources(connect(parted, "b.out", "union.in", tools), "union")).toEqual([
      "#1 a.out",
      "#3 c.out",
      "#4 b.out",
    ]);
  });

  test.each([
    ["what is connected already", "directory.out", "class_from_folder.in"],
    ["a node with itself", "image_input.out", "image_input.in"],
    ["what would go round in a circle", "image_processing.out", "class_from_folder.in"],
    ["a node that is not there", "nobody.out", "image_input.in"],
  ])("does not connect %s", (_, from, to) => {
    expect(connect(train, from, to, tools)).toBe(train);
  });
});

describe("reconnecting", () => {
  test("moves an end and keeps the place among many", () => {
    let workflow = union();
    workflow = addNode(workflow, tool("text_input"), { x: 0, y: 0 }, "d").workflow;
    const after = reconnect(workflow, "a.out>union.in", { from: "d.out" }, tools);
    expect(sources(after, "union")).toEqual(["#1 d.out", "#2 b.out", "#3 c.out"]);
  });

  test("a connection stays where it is where it cannot go", () => {
    expect(reconnect(train, "directory.out>class_from_folder.in", { from: "report.profile" }, tools)).toBe(
      train,
    );
    const key = "image_input.out>image_processing.in";
    expect(reconnect(train, key, { to: "directory.in" }, tools)).toBe(train);
    const three = union();
    expect(reconnect(three, "a.out>union.in", { from: "b.out" }, tools)).toBe(three);
  });
});

describe("the order of many", () => {
  test("a connection moves up and down, and the numbers follow", () => {
    const up = moveConnection(union(), "c.out>union.in", -1);
    expect(sources(up, "union")).toEqual(["#1 a.out", "#2 c.out", "#3 b.out"]);
    expect(moveConnection(up, "a.out>union.in", -1)).toBe(up);
  });

  test("texts of one's own go with their connection", () => {
    const named = renameConnection(
      renameConnection(union(), "a.out>union.in", "Paris"),
      "b.out>union.in",
      "Rome",
    );
    expect(sources(moveConnection(named, "b.out>union.in", -1), "union")).toEqual([
      "#1 Rome b.out",
      "#2 Paris a.out",
      "#3 c.out",
    ]);
  });

  test("many connections are ordered by number, not by letters", () => {
    const named = renameConnection(
      renameConnection(union(), "a.out>union.in", "#10"),
      "b.out>union.in",
      "#9",
    );
    expect(sources(named, "union")).toEqual(["#3 c.out", "#9 b.out", "#10 a.out"]);
  });
});

describe("putting a node into a connection", () => {
  test("records go through it, in the container of both ends", () => {
    const { workflow, name } = insertNode(
      train,
      "image_input.out>image_processing.in",
      tool("filter"),
      { x: 600, y: 160 },
      tools,
    );
    expect(name).toBe("filter");
    expect(sources(workflow, "filter")).toEqual([" image_input.out"]);
    expect(sources(workflow, "image_processing")).toEqual([" filter.true"]);
    expect(containerOf(workflow, "node", "filter")).toBe("prepare");
  });

  test("a Filter put into a connection gets room: no line leads back, and what lies behind moves right", () => {
    const key = "create_samples.holdout>holdout_out.in";
    const { layout } = train;
    const from = layout.nodes.create_samples ?? { x: 0, y: 0 };
    const to = layout.nodes.holdout_out ?? { x: 0, y: 0 };
    expect(to.x - from.x).toBeLessThan(2 * 144);
    const at = { x: from.x + 80, y: to.y - 40 };
    const { workflow, name } = insertNode(train, key, tool("filter"), at, tools);
    const places = workflow.layout.nodes;
    expect(places[name]?.x).toBe(from.x + 144);
    expect(places.holdout_out?.x).toBeGreaterThanOrEqual(from.x + 288);
    expect(places.create_samples).toEqual(from);
    const points = Object.entries(places);
    for (const [one, here] of points)
      for (const [other, there] of points)
        expect(one !== other && Math.abs(here.x - there.x) < 112 && Math.abs(here.y - there.y) < 80).toBe(
          false,
        );
  });

  test("where there is room nothing moves, and neither does anything for a line that leads back", () => {
    const far = { a: { x: 0, y: 0 }, b: { x: 400, y: 0 } };
    const two = normalise({
      nodes: { a: { tool: "weft.sort" }, b: { tool: "weft.sort" } },
      connections: [{ from: "a.out", to: "b.in" }],
      layout: { nodes: far },
    });
    const put = (workflow: Workflow) =>
      insertNode(workflow, "a.out>b.in", tool("sort"), { x: 192, y: 0 }, tools).workflow.layout.nodes;
    expect(put(two)).toMatchObject(far);
    const back = { ...two, layout: { ...two.layout, nodes: { a: far.b, b: far.a } } };
    expect(put(back)).toMatchObject({ a: far.b, b: far.a, sort: { x: 192, y: 0 } });
  });

  test("keeps the place among the inputs of a Union", () => {
    const { workflow } = insertNode(union(), "b.out>union.in", tool("sort"), { x: 0, y: 0 }, tools);
    expect(sources(workflow, "union")).toEqual(["#1 a.out", "#2 sort.out", "#3 c.out"]);
  });

  test("a Browse only looks on, and the connection stays", () => {
    const { workflow } = insertNode(
      train,
      "image_input.out>image_processing.in",
      tool("browse"),
      { x: 0, y: 0 },
      tools,
    );
    expect(sources(workflow, "browse")).toEqual([" image_input.out"]);
    expect(sources(workflow, "image_processing")).toEqual([" image_input.out"]);
  });

  test("a source has nothing to take, so it is only added", () => {
    const { workflow } = insertNode(
      train,
      "image_input.out>image_processing.in",
      tool("directory"),
      { x: 0, y: 0 },
      tools,
    );
    expect(workflow.connections).toBe(train.connections);
  });

  test("the result of a model goes to the input made for it", () => {
    const { workflow, name } = insertNode(
      train,
      "image_recognition.model>model_out.in",
      tool("predict"),
      { x: 0, y: 0 },
      tools,
    );
    expect(sources(workflow, name)).toEqual([" image_recognition.model"]);
    expect(into(workflow, name)[0]?.to).toBe(`${name}.model`);
  });
});

describe("putting a node behind another", () => {
  test("the connections of the output go through it, and it stands where nothing is", () => {
    const { workflow, name } = insertAfter(tables, "numbered", "out", tool("sort"), tools);
    expect(outOf(workflow, "numbered").map((each) => each.to)).toEqual([`${name}.in`]);
    expect(outOf(workflow, name)).toHaveLength(outOf(tables, "numbered").length);
    const place = workflow.layout.nodes[name];
    expect(place?.x).toBe((tables.layout.nodes.numbered?.x ?? 0) + 144);
    expect(containerOf(workflow, "node", name)).toBe("look_up");
    expect(order(workflow).indexOf(name)).toBeGreaterThan(order(workflow).indexOf("numbered"));
  });

  test("a Browse takes nothing away", () => {
    const { workflow, name } = insertAfter(train, "image_input", null, tool("browse"), tools);
    expect(sources(workflow, name)).toEqual([" image_input.out"]);
    expect(sources(workflow, "image_processing")).toEqual([" image_input.out"]);
  });

  test("behind an output of its own kind it is connected to the input that fits", () => {
    const { workflow, name } = insertAfter(tables, "last_small", "out", tool("join"), tools);
    expect(into(workflow, name)[0]?.to).toBe("join.left");
  });

  test("behind a node without outputs it stands alone", () => {
    const { workflow, name } = insertAfter(train, "model_out", null, tool("sort"), tools);
    expect(into(workflow, name)).toEqual([]);
  });
});
