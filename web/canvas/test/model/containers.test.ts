import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addComment } from "@/model/commands/comments";
import {
  bounds,
  containerAt,
  containerOf,
  group,
  membersOf,
  putInto,
  setContainer,
  ungroup,
} from "@/model/commands/containers";
import { align, distribute, move, place, resize, snap } from "@/model/commands/placing";
import { everything, NOTHING, only, type Selection } from "@/model/selection";
import { workflow as anyWorkflow } from "./editing";
import { train } from "./samples";

const nodes = (...names: string[]): Selection => ({ ...NOTHING, nodes: new Set(names) });

describe("containers", () => {
  test("a new one stands inside the one that holds all that is selected", () => {
    const { workflow, id } = group(train, nodes("directory", "image_input"), "Read");
    expect(id).toBe("container_2");
    expect(workflow.containers[id]?.nodes).toEqual(["directory", "image_input"]);
    expect(containerOf(workflow, "container", id)).toBe("prepare");
    expect(membersOf(workflow, "prepare").nodes.sort()).toEqual(
      [...(train.containers.prepare?.nodes ?? [])].sort(),
    );
  });

  test("around nodes of different containers a new one stands outside of both", () => {
    const { workflow, id } = group(train, nodes("directory", "report"), "");
    expect(containerOf(workflow, "container", id)).toBeNull();
  });

  test("there is none around nothing", () => {
    expect(group(train, only("connection", "a.b>c.d"), "x")).toEqual({ workflow: train, id: "" });
  });

  test("taking one away leaves what is in it in the container around it", () => {
    const { workflow, id } = group(train, nodes("directory", "image_input"), "Read");
    const after = ungroup(workflow, id);
    expect(after.containers.prepare?.nodes.toSorted()).toEqual(train.containers.prepare?.nodes.toSorted());
    expect(Object.keys(after.containers)).toEqual(Object.keys(train.containers));
  });

  test("one cannot be put into itself, nor into what it holds", () => {
    const { workflow, id } = group(train, only("container", "learn"), "Outer");
    expect(putInto(workflow, only("container", id), "learn")).toBe(workflow);
    expect(putInto(workflow, only("container", id), id)).toBe(workflow);
  });

  test("what is dragged out stands in no container", () => {
    const after = putInto(train, nodes("report"), null);
    expect(containerOf(after, "node", "report")).toBeNull();
    expect(putInto(after, nodes("report"), null)).toBe(after);
  });

  test("a comment goes with the container that it was put into", () => {
    const moved = move(
      putInto(train, only("comment", "comment_1"), "prepare"),
      only("container", "prepare"),
      {
        x: 16,
        y: 32,
      },
    );
    expect(moved.layout.comments.comment_1).toMatchObject({ x: 96, y: 384 });
    expect(moved.layout.nodes.directory).toEqual({ x: 96, y: 192 });
    expect(moved.layout.nodes.report).toEqual(train.layout.nodes.report);
  });

  test("one fits itself around what is in it, until it has a rectangle of its own", () => {
    const fitted = bounds(train, "prepare");
    expect(fitted).toEqual({ x: 32, y: 96, width: 736, height: 208 });
    const rect = { x: 0, y: 0, width: 2000, height: 640 };
    expect(bounds(resize(train, "container", "prepare", rect), "prepare")).toEqual(rect);
  });

  test("a folded one is a tile where its corner was", () => {
    const folded = setContainer(train, "prepare", { collapsed: true });
    expect(bounds(folded, "prepare")).toEqual({ x: 32, y: 96, width: 64, height: 64 });
    expect(containerAt(folded, { x: 40, y: 100 })).toBeNull();
    expect(setContainer(folded, "prepare", { collapsed: false }).layout.containers.prepare).toEqual({});
  });

  test("a place belongs to the innermost container", () => {
    const { workflow, id } = group(train, nodes("directory"), "Read");
    expect(containerAt(workflow, { x: 100, y: 170 })).toBe(id);
    expect(containerAt(workflow, { x: 500, y: 170 })).toBe("prepare");
    expect(containerAt(workflow, { x: 500, y: 5000 })).toBeNull();
  });

  test("colour and title change, and the same again is no change", () => {
    const after = setContainer(train, "learn", { color: "teal", title: "Learn", enabled: false });
    expect(after.layout.containers.learn).toEqual({ color: "teal" });
    expect(after.containers.learn).toMatchObject({ title: "Learn", enabled: false });
    expect(setContainer(after, "learn", { color: "teal" })).toBe(after);
  });
});

describe("moving", () => {
  test("there and back again is where one was", () => {
    const way = fc.oneof(
      fc.double({ min: -900, max: 900 }),
      fc.integer({ min: -99, max: 99 }).map((each) => each / 2),
    );
    const by = fc.record({ x: way, y: way });
    fc.assert(
      fc.property(anyWorkflow, by, (workflow, { x, y }) => {
        const all = everything(workflow);
        const back = move(move(workflow, all, { x, y }), all, { x: -x, y: -y });
        expect(back.layout).toEqual(workflow.layout);
      }),
    );
  });

  test("a container takes along everything in it once, though its nodes are selected too", () => {
    const selection = { ...nodes("directory"), containers: new Set(["prepare"]) };
    expect(move(train, selection, { x: 10, y: 0 }).layout.nodes.directory).toEqual({ x: 90, y: 160 });
  });

  test("automatic layout lets containers fit themselves anew and keeps their colour", () => {
    const sized = resize(setContainer(train, "learn", { color: "teal" }), "container", "learn", {
      x: 0,
      y: 0,
      width: 10,
      height: 10,
    });
    const after = place(sized, { report: { x: 5000, y: 0.6 } });
    expect(after.layout.nodes.report).toEqual({ x: 5000, y: 1 });
    expect(after.layout.containers.learn).toEqual({ color: "teal" });
    expect(place(after, { report: { x: 5000, y: 1 }, nobody: { x: 0, y: 0 } })).toBe(after);
  });

  test("points snap to the grid", () => {
    expect(snap({ x: 23, y: -9 })).toEqual({ x: 16, y: -16 });
    expect(Object.is(snap({ x: -3, y: 0 }).x, 0)).toBe(true);
  });
});

describe("aligning and distributing", () => {
  const three = nodes("report", "evaluation", "holdout_out");
  const xs = (edge: Parameters<typeof align>[2], axis: "x" | "y") =>
    [...three.nodes].map((name) => align(train, three, edge).layout.nodes[name]?.[axis]);

  test("the outermost edge is where all go", () => {
    expect(xs("left", "x")).toEqual([1040, 1040, 1040]);
    expect(xs("right", "x")).toEqual([1232, 1232, 1232]);
    expect(xs("center", "x")).toEqual([1136, 1136, 1136]);
    expect(xs("top", "y")).toEqual([224, 224, 224]);
    expect(xs("bottom", "y")).toEqual([352, 352, 352]);
    expect(xs("middle", "y")).toEqual([288, 288, 288]);
  });

  test("comments are aligned by their own size", () => {
    const { workflow, id } = addComment(train, { x: 0, y: 0 });
    const selection = { ...nodes("report"), comments: new Set([id]) };
    expect(align(workflow, selection, "right").layout.comments[id]?.x).toBe(1232 + 64 - 240);
  });

  test("gaps become equal and the outermost two stay", () => {
    const row = nodes("directory", "class_from_folder", "image_processing");
    const after = distribute(train, row, "x").layout.nodes;
    expect([after.directory?.x, after.class_from_folder?.x, after.image_processing?.x]).toEqual([
      80, 368, 656,
    ]);
    expect(distribute(train, nodes("directory", "report"), "x")).toBe(train);
  });
});
