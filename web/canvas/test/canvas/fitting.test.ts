import { describe, expect, test } from "vitest";
import { beginning, READABLE, whole } from "@/canvas/state/fitting";

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
