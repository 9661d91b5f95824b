/** The copies that a drag with Alt makes, as they are seen before it ends. */
import type { Moved } from "../state/moving";
import type { DrawnNode } from "../useDrawing";

const NONE: DrawnNode[] = [];
/** Above all that they are drawn from. */
const ABOVE = 1_000;

export function drawCopies(nodes: readonly DrawnNode[], places: ReadonlyMap<string, Moved>): DrawnNode[] {
  if (!places.size) return NONE;
  return nodes.flatMap((node) => {
    const moved = places.get(node.id);
    if (!moved) return [];
    const { x = node.position.x, y = node.position.y } = moved;
    return [
      {
        ...node,
        id: `copy/${node.id}`,
        position: { x, y },
        selected: false,
        selectable: false,
        draggable: false,
        zIndex: (node.zIndex ?? 0) + ABOVE,
        style: { ...node.style, opacity: 0.75, pointerEvents: "none" },
        domAttributes: { "aria-hidden": true },
      } as DrawnNode,
    ];
  });
}
