import { expect, test } from "vitest";
import { curveTop, labelPlace } from "@/canvas/drawing/labels";
import { obstaclesOf } from "@/canvas/state/obstacles";
import type { DrawnNode } from "@/canvas/useDrawing";
import type { Point, Rect } from "@/model/document";

const SIZE = { width: 56, height: 36 };

function covers({ x, y }: Point, others: readonly Rect[]): boolean {
  return others.some(
    (each) =>
      x + SIZE.width / 2 > each.x &&
      x - SIZE.width / 2 < each.x + each.width &&
      y + SIZE.height / 2 > each.y &&
      y - SIZE.height / 2 < each.y + each.height,
  );
}

const node = (id: string, x: number, y: number, label: string, note = "", outputs: { kind: string }[] = []) =>
  ({ id, type: "tool", position: { x, y }, data: { label, note, outputs } }) as unknown as DrawnNode;

test("the count on the line to Browse does not cover the words under Summarize", () => {
  const nodes = [
    node("filter", 492, 164, "Filter", "[Pieces] >= 4"),
    node("summarize", 636, 164, "Summarize", "Group by Customer, Sum_Pieces"),
    node("browse", 652, 388, "Browse"),
  ];
  const line = { source: { x: 576, y: 209 }, target: { x: 632, y: 420 } };
  const middle = { x: 604, y: 314.5 - 8 - SIZE.height / 2 };
  const obstacles = obstaclesOf(nodes, {});
  expect(covers(middle, obstacles)).toBe(true);
  expect(covers(labelPlace(line, SIZE, 0, obstacles), obstacles)).toBe(false);
});

test("counts between close nodes cover neither their anchors nor their marks", () => {
  const obstacles = obstaclesOf([node("a", 0, 0, "Filter"), node("b", 144, 0, "Summarize")], {});
  const line = { source: { x: 84, y: 19 }, target: { x: 124, y: 32 } };
  expect(covers(labelPlace(line, SIZE, 0, obstacles), obstacles)).toBe(false);
});

test("the count beside a training does not lie on its curve", () => {
  const training = node("train", 0, 0, "Image Recognition", "", [{ kind: "model" }]);
  const line = { source: { x: 84, y: 54 }, target: { x: 120, y: 300 } };
  const place = labelPlace(line, SIZE, 0, obstaclesOf([training], {}));
  expect(covers(place, [{ x: -40, y: 124, width: 144, height: 72 }])).toBe(false);
});

test("a free line has its count above its middle, a second one below", () => {
  const line = { source: { x: 0, y: 100 }, target: { x: 200, y: 100 } };
  expect(labelPlace(line, SIZE, 0, [])).toEqual({ x: 100, y: 74 });
  expect(labelPlace(line, SIZE, 1, [])).toEqual({ x: 100, y: 126 });
  expect(labelPlace(line, SIZE, 2, [])).toEqual({ x: 100, y: 36 });
});

test("the curve of a training goes above it where a Filter slid in below", () => {
  const at = { x: 300, y: 200 };
  expect(curveTop(at, [])).toBe(124);
  const below = obstaclesOf([node("filter", 220, 340, "Filter")], {});
  expect(curveTop(at, below)).toBeLessThan(0);
  const both = [...below, ...below.map((each) => ({ ...each, y: each.y - 240, height: 200, width: 300 }))];
  expect(curveTop(at, both)).toBe(124);
});
