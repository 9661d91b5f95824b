/** Where the view goes: the whole drawing beside what lies over it, or a part of it at a size that can be read. */
import { getViewportForBounds, type Viewport } from "@xyflow/react";
import type { Rect } from "@/model/document";

interface Size {
  width: number;
  height: number;
}

/** Below there is room for the zoom bar. */
const PADDING = { top: "26px", right: "26px", bottom: "60px", left: "26px" } as const;
const FURTHEST = 0.1;
/** Words under the tiles can be read from here on. */
export const READABLE = 0.6;
/** From the left edge of the canvas to the first node, in pixels. */
const MARGIN = 56;
/** The words of a node reach that far out of its tile. */
const WORDS = { aside: 36, below: 64 };
/** A training draws its curve under its words. */
const CURVE = 200;

/** The whole drawing, clear of what lies in the lower right corner. */
export function whole(rects: readonly Rect[], canvas: Size, corner: Size | null): Viewport {
  const bounds = around(rects);
  const fitted = (padding: Parameters<typeof getViewportForBounds>[5]) =>
    getViewportForBounds(bounds, canvas.width, canvas.height, FURTHEST, 1, padding);
  const plain = fitted(PADDING);
  if (!corner || !rects.some((rect) => isCovered(rect, plain, canvas, corner))) return plain;
  const beside = { ...PADDING, right: `${corner.width}px` } as const;
  const above = { ...PADDING, bottom: `${corner.height}px` } as const;
  const [one, other] = [fitted(beside), fitted(above)];
  return one.zoom > other.zoom ? one : other;
}

/** The whole drawing where it can be read so, else its left part. */
export function beginning(rects: readonly Rect[], canvas: Size, corner: Size | null): Viewport {
  const all = whole(rects, canvas, corner);
  if (all.zoom >= READABLE) return all;
  const bounds = around(rects);
  const first = rects.reduce((one, other) => (other.x < one.x ? other : one));
  const isLow = (bounds.height + WORDS.below) * READABLE < canvas.height;
  const middle = isLow ? bounds.y + bounds.height / 2 : first.y + first.height / 2;
  const top = bounds.y * READABLE - MARGIN;
  const bottom = (bounds.y + bounds.height + WORDS.below) * READABLE - canvas.height;
  const from = middle * READABLE - canvas.height / 2;
  // Nothing but drawing: not above its upper edge, and not below its lower one.
  const y = isLow ? from : Math.max(top, Math.min(from, bottom));
  return { x: MARGIN - bounds.x * READABLE, y: -y, zoom: READABLE };
}

/** The beginning, or where the main node lies beyond it, what surrounds that one. */
export function opening(
  rects: readonly Rect[],
  canvas: Size,
  corner: Size | null,
  main: Rect | null = null,
): Viewport {
  const view = beginning(rects, canvas, corner);
  if (!main) return view;
  const { zoom } = view;
  const bounds = around(rects);
  const right = (main.x + main.width + WORDS.aside) * zoom;
  const bottom = (main.y + CURVE) * zoom;
  const isAside = right + view.x > canvas.width - MARGIN;
  const isBelow = bottom + view.y > canvas.height || main.y * zoom + view.y < 0;
  // What feeds it stands at its left; at its right nothing is shown but drawing.
  const centred = canvas.width * 0.6 - (main.x + main.width / 2) * zoom;
  const end = canvas.width - MARGIN - (bounds.x + bounds.width) * zoom;
  return {
    zoom,
    x: isAside ? Math.max(centred, Math.min(end, canvas.width - right)) : view.x,
    y: isBelow ? canvas.height / 2 - (main.y + CURVE / 2) * zoom : view.y,
  };
}

function around(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x, y, width: right - x, height: bottom - y };
}

function isCovered(rect: Rect, { x, y, zoom }: Viewport, canvas: Size, corner: Size): boolean {
  const right = (rect.x + rect.width + WORDS.aside) * zoom + x;
  const bottom = (rect.y + rect.height + WORDS.below) * zoom + y;
  return right > canvas.width - corner.width && bottom > canvas.height - corner.height;
}
