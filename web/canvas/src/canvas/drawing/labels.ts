/** Where the label of a connection and the curve of a node stand, so that they cover nothing else. */
import type { Point, Rect } from "@/model/document";

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Line {
  readonly source: Point;
  readonly target: Point;
}

/** How far along the line, and how far off it, a label may stand; what is nearest to the middle comes first. */
const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
const AWAY = [8, 18, 28, 40];
const ACROSS = 90;
const OTHER_SIDE = 24;

interface Spot {
  readonly along: number;
  /** Up is negative. */
  readonly side: 1 | -1;
  readonly away: number;
  readonly price: number;
}

const SPOTS: readonly Spot[] = ALONG.flatMap((along) =>
  AWAY.flatMap((away) =>
    ([-1, 1] as const).map((side) => ({
      along,
      side,
      away,
      price: Math.abs(along - 0.5) * ACROSS + away + (side > 0 ? OTHER_SIDE : 0),
    })),
  ),
).toSorted((one, other) => one.price - other.price);

/**
 * The middle of a label: above the middle of the line where that is free, for every second connection between
 * the same two nodes below it, else as near as can be; where all is taken, where it covers least.
 */
export function labelPlace(line: Line, size: Size, rank: number, obstacles: readonly Rect[]): Point {
  const near = obstacles.filter((each) => overlap(each, surroundings(line, size)) > 0);
  const flip = rank % 2 ? -1 : 1;
  const further = Math.floor(rank / 2) * (size.height + 2);
  let best: Point | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const { along, side, away } of SPOTS) {
    const on = pointOn(line, along);
    const y = on.y + side * flip * (away + further + size.height / 2);
    const rect = { x: on.x - size.width / 2, y: y - size.height / 2, ...size };
    const covered = near.reduce((sum, each) => sum + overlap(rect, each), 0);
    if (covered >= least) continue;
    [best, least] = [{ x: on.x, y }, covered];
    if (covered === 0) break;
  }
  return best ?? line.source;
}

const CURVE: Size = { width: 144, height: 72 };
const BELOW = 124;
const ABOVE = -88;

/** The upper edge of a node's curve, from that of its tile: under its words, or above where others are below. */
export function curveTop(at: Point, others: readonly Rect[]): number {
  const covered = (top: number) =>
    others.reduce((sum, each) => sum + overlap({ x: at.x - 40, y: at.y + top, ...CURVE }, each), 0);
  return covered(BELOW) > covered(ABOVE) ? ABOVE : BELOW;
}

/** A point of the curve that is drawn as a connection. */
function pointOn({ source, target }: Line, t: number): Point {
  const distance = target.x - source.x;
  const bend = distance >= 0 ? distance / 2 : 6.25 * Math.sqrt(-distance);
  const mix = (a: number, b: number, c: number, d: number) =>
    (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
  return {
    x: mix(source.x, source.x + bend, target.x - bend, target.x),
    y: mix(source.y, source.y, target.y, target.y),
  };
}

function surroundings({ source, target }: Line, { width, height }: Size): Rect {
  const room = width + height + 120;
  const x = Math.min(source.x, target.x) - room;
  const y = Math.min(source.y, target.y) - room;
  return {
    x,
    y,
    width: Math.abs(source.x - target.x) + 2 * room,
    height: Math.abs(source.y - target.y) + 2 * room,
  };
}

function overlap(one: Rect, other: Rect): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}
