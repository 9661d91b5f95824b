import { describe, expect, test } from "vitest";
import { laidOut } from "@/canvas/actions/layout";
import { bounds, setContainer } from "@/model/commands/containers";
import { type Rect, splitPlace, TILE, type Workflow } from "@/model/document";
import { sample } from "../model/samples";

const train = sample("characters/train");
const scattered: Workflow = {
  ...train,
  layout: {
    ...train.layout,
    nodes: Object.fromEntries(Object.keys(train.nodes).map((name, index) => [name, { x: index, y: -index }])),
  },
};
const tidy = laidOut(scattered);
const at = (name: string) => tidy.layout.nodes[name] ?? { x: Number.NaN, y: Number.NaN };

describe("auto layout", () => {
  test("changes nothing but places", () => {
    const { layout: _, ...meaning } = tidy;
    const { layout: __, ...before } = train;
    expect(meaning).toEqual(before);
  });

  test("records flow from left to right", () => {
    for (const { from, to } of tidy.connections)
      expect(at(splitPlace(from)[0]).x).toBeLessThan(at(splitPlace(to)[0]).x);
  });

  test("no tile lies on another or on its text", () => {
    const places = Object.keys(tidy.nodes).map((name) => ({ ...at(name), width: TILE, height: TILE + 40 }));
    for (const [index, one] of places.entries())
      for (const other of places.slice(index + 1)) expect(meet(one, other)).toBe(false);
  });

  test("containers hold their nodes and no others, and do not meet", () => {
    const rects = Object.keys(tidy.containers).map((id) => ({ id, rect: bounds(tidy, id) }));
    for (const { id, rect } of rects)
      for (const name of Object.keys(tidy.nodes)) {
        const isMember = tidy.containers[id]?.nodes.includes(name) ?? false;
        expect(meet(rect, { ...at(name), width: TILE, height: TILE })).toBe(isMember);
      }
    const [one, other] = rects;
    if (!one || !other) throw new Error("the sample has two containers");
    expect(meet(one.rect, other.rect)).toBe(false);
  });

  test("again it gives the same places", () => {
    expect(laidOut(tidy)).toEqual(tidy);
  });

  test("a folded container takes the room of a tile, and keeps its size for later", () => {
    const [id = ""] = Object.keys(tidy.containers);
    const { width, height } = bounds(tidy, id);
    const after = laidOut(setContainer(tidy, id, { collapsed: true }));
    expect(bounds(after, id)).toMatchObject({ width: TILE, height: TILE });
    expect(bounds(setContainer(after, id, { collapsed: false }), id)).toMatchObject({ width, height });
  });
});

function meet(one: Rect, other: Rect): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
