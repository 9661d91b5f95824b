/** What labels of connections and curves keep clear of: tiles with their anchors, and the words under them. */
import { createContext, useContext, useMemo } from "react";
import { type Rect, TILE } from "@/model/document";
import { useValidation } from "@/state/validation";
import type { DrawnNode } from "../useDrawing";
import { useIsFar } from "./distance";

/** A rectangle that belongs to a node. */
export interface Obstacle extends Rect {
  readonly node: string;
}

export const ObstaclesContext = createContext<readonly Obstacle[]>([]);
export const useObstacles = (): readonly Obstacle[] => useContext(ObstaclesContext);

const NONE: readonly Obstacle[] = [];
/** Badges reach out of the tile, and anchors stand beside it. */
const RIM = 6;
const ANCHORS = { aside: 20, top: 2, height: 60 };
const LABEL = { top: 72, height: 17, letter: 6.8 };
const NOTE = { top: 90, line: 14, letter: 5.7 };
const WIDEST = 136;
/** What learns shows its curve there. */
const CURVE = { left: -40, top: 124 };
const CURVE_SIZE = { width: 144, height: 72 };

/** From afar neither labels nor curves are shown. */
export function useDrawnObstacles(nodes: readonly DrawnNode[]): readonly Obstacle[] {
  const annotations = useValidation((state) => state.validation.annotations);
  const isFar = useIsFar();
  return useMemo(() => (isFar ? NONE : obstaclesOf(nodes, annotations)), [nodes, annotations, isFar]);
}

export function obstaclesOf(
  nodes: readonly DrawnNode[],
  annotations: Readonly<Record<string, string>>,
): Obstacle[] {
  return nodes.flatMap((drawn) => {
    if (drawn.type !== "tool" && drawn.type !== "folded") return [];
    const { id: node, position } = drawn;
    const { x, y } = position;
    const found = [
      { node, x: x - RIM, y: y - RIM, width: TILE + 2 * RIM, height: TILE + RIM },
      {
        node,
        x: x - ANCHORS.aside,
        y: y + ANCHORS.top,
        width: TILE + 2 * ANCHORS.aside,
        height: ANCHORS.height,
      },
    ];
    if (drawn.type !== "tool") return found;
    if (drawn.data.outputs.some((output) => output.kind === "model"))
      found.push({ node, x: x + CURVE.left, y: y + CURVE.top, ...CURVE_SIZE });
    const { label, note = annotations[node] ?? "" } = drawn.data;
    const words = (width: number, top: number, height: number): Obstacle => {
      const shown = Math.min(width, WIDEST);
      return { node, x: x + TILE / 2 - shown / 2, y: y + top, width: shown, height };
    };
    found.push(words(label.length * LABEL.letter, LABEL.top, LABEL.height));
    if (note) {
      const width = note.length * NOTE.letter;
      found.push(words(width, NOTE.top, width > WIDEST ? 2 * NOTE.line : NOTE.line));
    }
    return found;
  });
}
