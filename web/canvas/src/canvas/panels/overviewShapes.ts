/** What the overview shows: one shape for each colour, however many nodes there are. */
import { TILE } from "@/model/document";
import { categoryColor } from "@/ui/category";
import type { DrawnNode } from "../useDrawing";

export interface ViewBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface OverviewShape {
  color: string;
  path: string;
  /** Drawn as an outline. */
  isFrame: boolean;
}

export function overviewShapes(nodes: readonly DrawnNode[]): OverviewShape[] {
  const shapes = new Map<string, OverviewShape>();
  for (const node of nodes) {
    const { x, y, width, height } = rectOf(node);
    const isFrame = node.type === "container";
    const color = colorOf(node);
    const shape = shapes.get(color) ?? { color, path: "", isFrame };
    shape.path += `M${x} ${y}h${width}v${height}h${-width}z`;
    shapes.set(color, shape);
  }
  return [...shapes.values()];
}

function colorOf(node: DrawnNode): string {
  switch (node.type) {
    case "tool":
      return node.data.tool ? categoryColor(node.data.tool.category) : "var(--other-category)";
    case "folded":
      return "var(--edge)";
    case "comment":
      return "var(--warn-soft)";
    default:
      return "var(--line)";
  }
}

const rectOf = ({ position, width = TILE, height = TILE }: DrawnNode): ViewBox => ({
  ...position,
  width,
  height,
});

/** The rectangle around all nodes; null where there are none. */
export function boundsOf(nodes: readonly DrawnNode[]): ViewBox | null {
  return nodes.reduce<ViewBox | null>((all, node) => union(all, rectOf(node)), null);
}

function union(one: ViewBox | null, other: ViewBox): ViewBox {
  if (!one) return other;
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** A view box in the proportions of the overview, around the nodes and what is on the screen. */
export function around(
  bounds: ViewBox | null,
  view: ViewBox,
  size: { width: number; height: number },
): ViewBox {
  const all = union(bounds, view);
  const scale = 1.07 * Math.max(all.width / size.width, all.height / size.height);
  const [width, height] = [size.width * scale, size.height * scale];
  return { x: all.x - (width - all.width) / 2, y: all.y - (height - all.height) / 2, width, height };
}
