/** Where containers stand and how large they are. */
import type { Point, Rect, Workflow } from "../document";
import { around, holds, tile } from "../geometry";

/** What a container leaves free around what is in it: room for its title, for anchors, and for texts under nodes. */
const ROOM = { left: 48, top: 64, right: 48, bottom: 80 };
const EMPTY_SIZE = { width: 320, height: 192 };

/** The rectangle as drawn: that of its own, else one fitted around its members; a folded one is a tile. */
export function bounds(workflow: Workflow, id: string): Rect {
  const rect = frame(workflow, id, new Set());
  return workflow.layout.containers[id]?.collapsed ? tile(rect) : rect;
}

function frame(workflow: Workflow, id: string, seen: Set<string>): Rect {
  const { x, y, width, height } = workflow.layout.containers[id] ?? {};
  const isPlaced = x !== undefined && y !== undefined;
  if (isPlaced && width && height) return { x, y, width, height };
  const fitted = around(inside(workflow, id, seen));
  if (!fitted) return { x: x ?? 0, y: y ?? 0, ...EMPTY_SIZE };
  return {
    x: fitted.x - ROOM.left,
    y: fitted.y - ROOM.top,
    width: fitted.width + ROOM.left + ROOM.right,
    height: fitted.height + ROOM.top + ROOM.bottom,
  };
}

function inside(workflow: Workflow, id: string, seen: Set<string>): Rect[] {
  if (seen.has(id)) return [];
  seen.add(id);
  const container = workflow.containers[id];
  const places = (container?.nodes ?? []).flatMap((name) => workflow.layout.nodes[name] ?? []);
  const inner = (container?.containers ?? [])
    .filter((each) => workflow.containers[each] && !seen.has(each))
    .map((each) => {
      const rect = frame(workflow, each, seen);
      return workflow.layout.containers[each]?.collapsed ? tile(rect) : rect;
    });
  const comments = Object.values(workflow.layout.comments).filter((each) => each.container === id);
  return [...places.map(tile), ...inner, ...comments];
}

/** The innermost open container at a point: where something that is dropped there would go. */
export function containerAt(workflow: Workflow, point: Point): string | null {
  const inner = new Set(Object.values(workflow.containers).flatMap((each) => each.containers));
  const outer = Object.keys(workflow.containers).filter((id) => !inner.has(id));
  const seen = new Set<string>();
  const look = (ids: readonly string[]): string | null => {
    // What comes later is drawn above.
    for (const id of ids.toReversed()) {
      if (seen.has(id) || !workflow.containers[id] || workflow.layout.containers[id]?.collapsed) continue;
      seen.add(id);
      const deeper = look(workflow.containers[id].containers);
      if (deeper !== null) return deeper;
      if (holds(bounds(workflow, id), point)) return id;
    }
    return null;
  };
  return look(outer);
}
