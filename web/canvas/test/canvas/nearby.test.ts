import { describe, expect, test } from "vitest";
import { containerUnder, nearestAnchor } from "@/canvas/gestures/nearby";
import { bounds, group, setContainer } from "@/model/commands/containers";
import { addNode } from "@/model/commands/nodes";
import { EMPTY, TILE } from "@/model/document";
import { NOTHING } from "@/model/selection";
import { tool, tools } from "../model/samples";

const { workflow: one } = addNode(EMPTY, tool("directory"), { x: 0, y: 0 });
const { workflow: two } = addNode(one, tool("browse"), { x: 320, y: 0 });

describe("a tool that is dropped near an anchor", () => {
  test("is connected with the output at its left", () => {
    expect(nearestAnchor(one, tools, { x: 112, y: 16 })).toEqual({ place: "directory.out", side: "output" });
  });

  test("is connected with the free input at its right", () => {
    expect(nearestAnchor(two, tools, { x: 208, y: 0 })).toEqual({ place: "browse.in", side: "input" });
  });

  test("stays alone far from any", () => {
    expect(nearestAnchor(two, tools, { x: 96, y: 400 })).toBeNull();
  });

  test("stays alone at the left of an output", () => {
    expect(nearestAnchor(one, tools, { x: -96, y: 0 })).toBeNull();
  });
});

describe("the container under a point", () => {
  const inner = group(two, { ...NOTHING, nodes: new Set(["directory"]) }, "Inner");
  const outer = group(inner.workflow, { ...NOTHING, containers: new Set([inner.id]) }, "Outer");
  const { workflow } = outer;
  const middle = { x: TILE / 2, y: TILE / 2 };

  test("is the innermost one", () => {
    expect(containerUnder(workflow, middle)).toBe(inner.id);
  });

  test("is not one that is itself on the move, nor one inside it", () => {
    expect(containerUnder(workflow, middle, new Set([inner.id]))).toBe(outer.id);
    expect(containerUnder(workflow, middle, new Set([outer.id]))).toBeNull();
  });

  test("is the tile of a folded one, not the room it had", () => {
    const folded = setContainer(workflow, outer.id, { collapsed: true });
    const { x, y } = bounds(folded, outer.id);
    expect(containerUnder(folded, { x: x + 10, y: y + 10 })).toBe(outer.id);
    expect(containerUnder(folded, { x: x + TILE + 10, y: y + 10 })).toBeNull();
  });

  test("is none outside of all", () => {
    expect(containerUnder(workflow, { x: 5_000, y: 0 })).toBeNull();
  });
});
