import { describe, expect, test } from "vitest";
import { EMPTY, normalise, toFile } from "@/model/document";
import type { Document } from "@/model/types";
import { sample, sampleFile } from "./samples";

const node = { tool: "weft.sort" };

describe("a file becomes a document of the canvas", () => {
  test("what the file leaves out is filled in, and what is unknown stays", () => {
    const found = normalise({ nodes: { sort: { ...node, later: 1 } }, connections: [], newer: true });
    expect(found.nodes.sort).toEqual({
      ...node,
      version: 1,
      title: "",
      enabled: true,
      pinned: false,
      settings: {},
      later: 1,
    });
    expect(found.newer).toBe(true);
    expect(found.layout).toEqual({
      nodes: { sort: { x: 80, y: 80 } },
      containers: {},
      comments: {},
      notes: {},
    });
  });

  test("reading twice is reading once", () => {
    for (const name of ["tables/tables", "characters/train", "simpsons/train"])
      expect(normalise(sample(name))).toEqual(sample(name));
  });

  test("back in a file the layout is as it was, with nothing empty added", () => {
    for (const name of ["tables/tables", "characters/train", "simpsons/train"])
      expect(toFile(sample(name)).layout).toEqual(sampleFile(name).layout);
    expect(toFile(EMPTY).layout).toEqual({});
  });

  test("nodes without a place stand in a row below the others", () => {
    const found = normalise({
      nodes: { a: node, b: node, c: node },
      layout: { nodes: { a: { x: 5, y: 300.4 }, gone: { x: 0, y: 9000 } } },
    });
    expect(found.layout.nodes).toEqual({ a: { x: 5, y: 300 }, b: { x: 80, y: 508 }, c: { x: 224, y: 508 } });
  });

  test("comments in a list get names", () => {
    const found = normalise({
      layout: { comments: [{ text: "Look", x: 1, y: 2.2, width: 3, height: 4 }, 7] },
    });
    expect(found.layout.comments).toEqual({ comment_1: { text: "Look", x: 1, y: 2, width: 3, height: 4 } });
  });

  test("a layout that makes no sense is no harm", () => {
    const found = normalise({
      nodes: { a: node },
      containers: { box: {} },
      layout: {
        nodes: { a: { x: "left" } },
        containers: { box: { x: 1, width: -5, color: "teal" }, gone: { x: 1, y: 1, width: 9, height: 9 } },
        comments: { note: { text: 5, container: "gone" } },
        notes: ["a"],
        grid: 20,
      },
    });
    expect(found.layout).toEqual({
      nodes: { a: { x: 80, y: 80 } },
      containers: { box: { color: "teal" } },
      comments: { note: { text: "", x: 80, y: 80, width: 240, height: 96 } },
      notes: {},
      grid: 20,
    });
  });

  test("containers hold what exists, each thing once, and never themselves", () => {
    const document: Document = {
      nodes: { a: node },
      containers: {
        one: { nodes: ["a", "gone"], containers: ["two", "one"] },
        two: { nodes: ["a"], containers: ["three", "gone"] },
        three: { containers: ["one", "two"] },
      },
    };
    const { one, two, three } = normalise(document).containers;
    expect([one?.nodes, two?.nodes]).toEqual([["a"], []]);
    expect([one?.containers, two?.containers, three?.containers]).toEqual([["two"], ["three"], []]);
  });
});
