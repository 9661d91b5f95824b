import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Clip, copy, duplicate, paste, read } from "@/model/clipboard";
import { group } from "@/model/commands/containers";
import { remove } from "@/model/commands/removal";
import { EMPTY, type Workflow } from "@/model/document";
import { nodeOf } from "@/model/graph";
import { everything, NOTHING, only, type Selection } from "@/model/selection";
import { workflow as anyWorkflow } from "./editing";
import { train } from "./samples";

function clip(workflow: Workflow, selection: Selection): Clip {
  const found = read(copy(workflow, selection));
  if (!found) throw new Error("the copy cannot be read");
  return found;
}

const pair: Selection = { ...NOTHING, nodes: new Set(["image_input", "image_processing"]) };

describe("copy and paste", () => {
  test("a whole workflow in an empty one is the same workflow", () => {
    fc.assert(
      fc.property(anyWorkflow, (workflow) => {
        const text = copy(workflow, everything(workflow));
        const found = read(text);
        if (Object.keys(workflow.nodes).length + Object.keys(workflow.layout.comments).length === 0) return;
        const { workflow: after } = paste(EMPTY, found as Clip, (found as Clip).origin);
        expect(after.nodes).toEqual(workflow.nodes);
        expect(after.connections).toEqual(workflow.connections);
        expect(after.containers).toEqual(workflow.containers);
        expect(after.layout).toEqual(workflow.layout);
      }),
    );
  });

  test("settings and the connections among the copied come along, under names that are new", () => {
    fc.assert(
      fc.property(anyWorkflow, (workflow) => {
        const { workflow: after, selection } = duplicate(workflow, everything(workflow));
        const before = Object.keys(workflow.nodes);
        expect(selection.nodes.size).toBe(before.length);
        expect(before.filter((name) => selection.nodes.has(name))).toEqual([]);
        expect(selection.containers.size).toBe(Object.keys(workflow.containers).length);
        const settings = (names: Iterable<string>) =>
          [...names].map((name) => JSON.stringify(after.nodes[name]?.settings)).sort();
        expect(settings(selection.nodes)).toEqual(settings(before));
        const added = after.connections.slice(workflow.connections.length);
        expect(added).toHaveLength(workflow.connections.length);
        expect(
          added.every(
            (each) => selection.nodes.has(nodeOf(each.from)) && selection.nodes.has(nodeOf(each.to)),
          ),
        ).toBe(true);
        for (const name of before) expect(after.nodes[name]).toBe(workflow.nodes[name]);
      }),
    );
  });

  test("connections to what is not copied stay behind", () => {
    const { workflow, selection } = paste(train, clip(train, pair), { x: 0, y: 1000 });
    expect([...selection.nodes]).toEqual(["image_input_2", "image_processing_2"]);
    expect(workflow.connections.slice(train.connections.length)).toEqual([
      { from: "image_input_2.out", to: "image_processing_2.in", name: "" },
    ]);
    expect(workflow.layout.nodes.image_input_2).toEqual({ x: 0, y: 1000 });
    expect(workflow.layout.nodes.image_processing_2).toEqual({ x: 144, y: 1000 });
  });

  test("pasting again and again puts nothing exactly over what is there", () => {
    const what = clip(train, pair);
    const once = paste(train, what, null).workflow;
    const twice = paste(once, what, null).workflow;
    expect(once.layout.nodes.image_input_2).toEqual({ x: 544, y: 192 });
    expect(twice.layout.nodes.image_input_3).toEqual({ x: 576, y: 224 });
  });

  test("what was cut comes back under another name, so no old results show up", () => {
    const what = clip(train, pair);
    const cut = remove(train, pair);
    expect([...paste(cut, what, null).selection.nodes]).toEqual(["image_input_2", "image_processing_2"]);
  });

  test("a container comes with all that is in it, and its copy holds the copies", () => {
    const nested = group(train, { ...NOTHING, nodes: new Set(["directory"]) }, "Inner").workflow;
    const { workflow, selection } = paste(nested, clip(nested, only("container", "prepare")), null);
    expect(selection.nodes.size).toBe(5);
    expect([...selection.containers]).toEqual(["prepare_2", "container_3"]);
    expect(workflow.containers.prepare_2?.containers).toEqual(["container_3"]);
    expect(workflow.containers.container_3?.nodes).toEqual(["directory_2"]);
  });

  test("a duplicate stands in the container of what it was made from", () => {
    const { workflow } = duplicate(train, pair);
    expect(workflow.containers.prepare?.nodes).toContain("image_input_2");
    const { workflow: nested, id } = group(train, pair, "Inner");
    const twice = duplicate(nested, only("container", id)).workflow;
    expect(twice.containers.prepare?.containers).toEqual([id, "container_3"]);
  });

  test("the parameters that settings use come along, and do not replace any", () => {
    const one = { ...NOTHING, nodes: new Set(["directory"]) };
    const { workflow } = paste(EMPTY, clip(train, one), null);
    expect(workflow.parameters).toEqual({ pictures: train.parameters.pictures });
    const own = { ...EMPTY, parameters: { pictures: { type: "text" as const } } };
    expect(paste(own, clip(train, one), null).workflow.parameters).toBe(own.parameters);
  });
});

describe("what can be pasted", () => {
  test("a whole workflow file", () => {
    expect(Object.keys(read(JSON.stringify(train))?.nodes ?? {})).toEqual(Object.keys(train.nodes));
  });

  test.each([
    ["a sentence", "Hello"],
    ["a number", "3"],
    ["any object", '{"a": 1}'],
    ["a list", "[]"],
    ["nodes without tools", '{"nodes": {"a": {}}, "connections": []}'],
    ["names that are none", '{"nodes": {"A b": {"tool": "weft.sort"}}, "connections": []}'],
    [
      "connections that are none",
      '{"nodes": {"a": {"tool": "weft.sort"}}, "connections": [{"from": "a", "to": "b"}]}',
    ],
    [
      "containers that are none",
      '{"nodes": {"a": {"tool": "x"}}, "connections": [], "containers": {"c": {"nodes": 3}}}',
    ],
    ["nothing", '{"nodes": {}, "connections": []}'],
    [
      "a clip of a later kind",
      '{"weft-clipboard": 2, "nodes": {"a": {"tool": "weft.sort"}}, "connections": []}',
    ],
  ])("not %s", (_, text) => {
    expect(read(text)).toBeNull();
  });

  test("any text is read or refused, and never breaks", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void read(text)));
    const odd = fc.record({
      nodes: fc.constant(JSON.parse(copy(train, pair)).nodes),
      connections: fc.jsonValue(),
    });
    fc.assert(
      fc.property(odd, fc.jsonValue(), (data, layout) => void read(JSON.stringify({ ...data, layout }))),
    );
  });

  test("a copy of nothing changes nothing", () => {
    expect(duplicate(train, NOTHING).workflow).toBe(train);
  });
});
