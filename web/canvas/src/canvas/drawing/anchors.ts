/** Where the anchors of a node stand: outside its tile, centred when single, evenly spread when several. */
import { TILE } from "@/model/document";

export const ANCHOR = 17;
const GAP = 3;
/** From anchor to anchor: two stand apart, three use the height of the tile, more go beyond it. */
const pitch = (count: number): number => (count < 3 ? 26 : 22);

export interface AnchorPlace {
  /** Upper left corner, from that of the tile. */
  x: number;
  y: number;
}

export function anchorPlace(side: "input" | "output", index: number, count: number): AnchorPlace {
  const middle = TILE / 2 + (index - (count - 1) / 2) * pitch(count);
  return { x: side === "input" ? -ANCHOR - GAP : TILE + GAP, y: middle - ANCHOR / 2 };
}
