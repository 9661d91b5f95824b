/** Where the view goes: the whole drawing beside what lies over it, or its beginning at a size that can be read. */
import { getViewportForBounds, type Viewport } from "@xyflow/react";
import type { Rect } from "@/model/document";

interface Size {
  width: number;
  height: number;
}

const PADDING = 0.12;
const FURTHEST = 0.1;
/** Words under the tiles can be read from here on. */
export const READABLE = 0.6;
/** From the left edge of the canvas to the first node, in pixels. */
const MARGIN = 56;
/** The words of a node reach that far out of its tile. */
const WORDS = { aside: 36, below: 64 };

/** The whole drawing, clear of what lies in the lower right corner. */
export function whole(rects: readonly Rect[], canvas: Size, corner: Size | null): Viewport {
  const bounds = around(rects);
  const fitted = (padding: Parameters<typeof getViewportForBounds>[5]) =>
    getViewportForBounds(bounds, canvas.width, canvas.height, FURTHEST, 1, padding);
  const plain = fitted(PADDING);
  if (!corner || !rects.some((rect) => isCovered(rect, plain, canvas, corner))) return plain;
  const beside = { top: "12%", right: `${corner.width}px`, bottom: "12%", left: "12%" } as const;
  const above = { top: "12%", right: "12%", bottom: `${corner.height}px`, left: "12%" } as const;
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
