/** Points and rectangles, in whole pixels. */
import { GRID, type Point, type Rect, TILE } from "./shape";

/** The nearest whole number, halves away from zero: so a move and the move back cancel out. */
export function whole(value: number): number {
  if (!Number.isFinite(value)) return 0;
  // Adding zero turns -0 into 0.
  return Math.sign(value) * Math.round(Math.abs(value)) + 0;
}

export function wholePoint(point: Point): Point {
  return { x: whole(point.x), y: whole(point.y) };
}

export function shifted<Place extends Point>(place: Place, by: Point): Place {
  return { ...place, x: place.x + by.x, y: place.y + by.y };
}

/** The nearest point of the grid. */
export function snap(point: Point): Point {
  return { x: whole(point.x / GRID) * GRID + 0, y: whole(point.y / GRID) * GRID + 0 };
}

export function tile(point: Point): Rect {
  return { x: point.x, y: point.y, width: TILE, height: TILE };
}

/** The smallest rectangle around all; null around nothing. */
export function around(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const x = Math.min(...rects.map((each) => each.x));
  const y = Math.min(...rects.map((each) => each.y));
  const right = Math.max(...rects.map((each) => each.x + each.width));
  const bottom = Math.max(...rects.map((each) => each.y + each.height));
  return { x, y, width: right - x, height: bottom - y };
}

export function holds(rect: Rect, point: Point): boolean {
  return (
    point.x >= rect.x && point.x < rect.x + rect.width && point.y >= rect.y && point.y < rect.y + rect.height
  );
}

/** How far apart two nodes stand in a row, from corner to corner. */
export const STEP: Point = { x: 144, y: 128 };

/** The wished place, or the nearest one below it where a node covers no other and no other's label. */
export function freePlace(wish: Point, others: Iterable<Point>): Point {
  const taken = [...others];
  let place = wish;
  while (taken.some((each) => crowds(each, place))) place = { x: place.x, y: place.y + GRID };
  return place;
}

function crowds(one: Point, other: Point): boolean {
  return Math.abs(one.x - other.x) < TILE + 2 * GRID && Math.abs(one.y - other.y) < STEP.y - GRID;
}
