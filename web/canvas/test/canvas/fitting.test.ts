import { describe, expect, test } from "vitest";
import { beginning, opening, READABLE, whole } from "@/canvas/state/fitting";

const CANVAS = { width: 700, height: 480 };
const CORNER = { width: 178, height: 120 };
const row = (count: number, step = 160) =>
  Array.from({ length: count }, (_, index) => ({ x: 100 + index * step, y: 300, width: 64, height: 64 }));

describe("the view of a workflow", () => {
  test("a small one is shown as a whole", () => {
    expect(beginning(row(3), CANVAS, CORNER)).toEqual(whole(row(3), CANVAS, CORNER));
  });

  test("a long one begins at its left at a size that can be read, and Fit shows all of it", () => {
    const nodes = row(14);
    const view = beginning(nodes, CANVAS, null);
    expect(view.zoom).toBe(READABLE);
    const left = 100 * view.zoom + view.x;
    expect(left).toBeGreaterThan(30);
    expect(left).toBeLessThan(80);
    const middle = 332 * view.zoom + view.y;
    expect(middle).toBeCloseTo(CANVAS.height / 2, 0);
    const all = whole(nodes, CANVAS, null);
    expect((100 + 13 * 160 + 64) * all.zoom + all.x).toBeLessThan(CANVAS.width);
  });

  test("a tall one shows its first node", () => {
    const nodes = [...row(2), ...row(9).map((rect, index) => ({ ...rect, x: 400, y: index * 250 }))];
    const view = beginning(nodes, CANVAS, null);
    const top = 300 * view.zoom + view.y;
    expect(top).toBeGreaterThan(0);
    expect(top).toBeLessThan(CANVAS.height);
  });

  test("the training sample opens with the node in sight that learns, not cut off before it", () => {
    const nodes = row(8);
    const main = nodes[6] ?? null;
    const cut = beginning(nodes, CANVAS, null);
    expect((100 + 6 * 160 + 64) * cut.zoom + cut.x).toBeGreaterThan(CANVAS.width - 40);
    const view = opening(nodes, CANVAS, null, main);
    expect(view.zoom).toBe(READABLE);
    for (const seen of nodes.slice(3)) {
      expect(seen.x * view.zoom + view.x).toBeGreaterThan(0);
      expect((seen.x + 100) * view.zoom + view.x).toBeLessThan(CANVAS.width);
    }
  });

  test("what learns and stands low is seen with its curve", () => {
    const nodes = [...row(8), { x: 1060, y: 1300, width: 64, height: 64 }];
    const main = nodes.at(-1) ?? null;
    const { x, y, zoom } = opening(nodes, CANVAS, null, main);
    expect(1300 * zoom + y).toBeGreaterThan(0);
    expect(1500 * zoom + y).toBeLessThan(CANVAS.height);
    expect(1124 * zoom + x).toBeLessThan(CANVAS.width);
  });

  test("where the beginning shows the node that learns it stays the beginning", () => {
    const nodes = row(14);
    expect(opening(nodes, CANVAS, null, nodes[2])).toEqual(beginning(nodes, CANVAS, null));
    expect(opening(nodes, CANVAS, null, null)).toEqual(beginning(nodes, CANVAS, null));
  });

  test("nothing lies under the overview", () => {
    const nodes = [...row(5), ...row(5).map((rect) => ({ ...rect, y: 640 }))];
    const covered = ({ x, y, zoom }: { x: number; y: number; zoom: number }) =>
      nodes.some(
        (rect) =>
          (rect.x + 64) * zoom + x > CANVAS.width - CORNER.width &&
          (rect.y + 64) * zoom + y > CANVAS.height - CORNER.height,
      );
    expect(covered(whole(nodes, CANVAS, null))).toBe(true);
    expect(covered(whole(nodes, CANVAS, CORNER))).toBe(false);
  });
});
