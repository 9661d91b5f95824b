/** Moving by pointer: React Flow moves what is seen, the document hears of it once, at the end. */
import type { NodeChange, OnNodeDrag } from "@xyflow/react";
import { type MouseEvent, useCallback, useMemo, useRef } from "react";
import { duplicate } from "@/model/clipboard";
import { bounds, containerOf, membersOf, putInto } from "@/model/commands/containers";
import { move } from "@/model/commands/placing";
import { type Point, TILE, type Workflow } from "@/model/document";
import { holds } from "@/model/geometry";
import { nodeLabel } from "@/model/labels";
import { only, type Selection } from "@/model/selection";
import { toolsNow } from "@/state/catalog";
import { edit, select, selectionNow, workflowNow } from "@/state/workflow";
import { drawnId, drawnKind, selectionOf } from "../drawing/ids";
import { movePlaces, settlePlaces, useMoving } from "../state/moving";
import { aimAt, NO_TARGET, useTarget } from "../state/target";
import { onDrawing } from "../state/view";
import type { DrawnNode } from "../useDrawing";
import { containerUnder } from "./nearby";

export function useDragging() {
  const copies = useRef(false);

  const onMoves = useCallback((changes: NodeChange<DrawnNode>[]) => {
    const moved = changes.flatMap((change) =>
      change.type === "position" && change.dragging && change.position
        ? [[change.id, change.position] as const]
        : [],
    );
    if (!moved.length) return;
    const own = new Set(moved.map(([id]) => id));
    movePlaces([...moved, ...moved.flatMap(([id, point]) => followers(id, point, own))]);
  }, []);

  const handlers = useMemo(
    () => ({
      onNodeDragStart: ((event, drawn) => {
        copies.current = event.altKey;
        const { kind, id } = drawnKind(drawn.id);
        if (kind === "container" && !selectionNow().containers.has(id)) select(only(kind, id));
      }) satisfies OnNodeDrag<DrawnNode>,
      onNodeDrag: ((event, _, dragged) => {
        const moving = new Set(selectionOf(dragged.map((each) => each.id)).containers);
        const at = onDrawing(pointer(event));
        aimAt({ ...NO_TARGET, container: containerUnder(workflowNow(), at, moving) });
      }) satisfies OnNodeDrag<DrawnNode>,
      onNodeDragStop: ((_, drawn, dragged) => {
        const { container } = useTarget.getState();
        aimAt(NO_TARGET);
        const by = distance(drawn.id);
        const selection = selectionOf(dragged.map((each) => each.id));
        if (by && (by.x || by.y)) {
          if (copies.current) copyBy(selection, by);
          else edit(moveLabel(selection), (workflow) => moved(workflow, selection, by, container));
        }
        settlePlaces();
      }) satisfies OnNodeDrag<DrawnNode>,
    }),
    [],
  );
  return { onMoves, ...handlers };
}

function pointer(event: MouseEvent | globalThis.MouseEvent | TouchEvent): Point {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}

/** What lies in a container goes with it. */
function followers(drawn: string, point: Point, own: ReadonlySet<string>): [string, Point][] {
  const { kind, id } = drawnKind(drawn);
  if (kind !== "container") return [];
  const workflow = workflowNow();
  const before = bounds(workflow, id);
  const by = { x: point.x - before.x, y: point.y - before.y };
  const { nodes, containers, comments } = membersOf(workflow, id);
  const places = [
    ...[...comments].map((each) => [drawnId("comment", each), workflow.layout.comments[each]] as const),
    ...[...nodes].map((each) => [drawnId("node", each), workflow.layout.nodes[each]] as const),
    ...[...containers].map((each) => [drawnId("container", each), bounds(workflow, each)] as const),
  ];
  return places.flatMap(([each, at]) =>
    at && !own.has(each) ? [[each, { x: at.x + by.x, y: at.y + by.y }] as [string, Point]] : [],
  );
}

/** How far a drawn thing has been dragged. */
function distance(drawn: string): Point | null {
  const now = useMoving.getState().places.get(drawn);
  const { kind, id } = drawnKind(drawn);
  const workflow = workflowNow();
  const before =
    kind === "node"
      ? workflow.layout.nodes[id]
      : kind === "container"
        ? bounds(workflow, id)
        : workflow.layout.comments[id];
  if (now?.x === undefined || now.y === undefined || !before) return null;
  return { x: Math.round(now.x - before.x), y: Math.round(now.y - before.y) };
}

/** Moved, and into the container below or out of the one it was in. */
function moved(workflow: Workflow, selection: Selection, by: Point, container: string | null): Workflow {
  const after = move(workflow, selection, by);
  const leaves = (id: string) => container !== null || !isStillInside(workflow, after, id);
  const going = { ...selection, nodes: new Set([...selection.nodes].filter(leaves)) };
  return putInto(after, going, container);
}

/** One of several nodes may stay in its container while the pointer is outside of it. */
function isStillInside(before: Workflow, after: Workflow, node: string): boolean {
  const home = containerOf(before, "node", node);
  const point = after.layout.nodes[node];
  if (home === null || !point) return false;
  return holds(bounds(before, home), { x: point.x + TILE / 2, y: point.y + TILE / 2 });
}

/** Copies lie where the pointer left them; the originals stay. */
function copyBy(selection: Selection, by: Point): void {
  const before = workflowNow();
  const copied = duplicate(before, selection);
  const from = corner(before, selection);
  const to = corner(copied.workflow, copied.selection);
  const rest = { x: from.x + by.x - to.x, y: from.y + by.y - to.y };
  edit("Copy", () => move(copied.workflow, copied.selection, rest), { select: copied.selection });
}

function corner(workflow: Workflow, selection: Selection): Point {
  const points = [
    ...[...selection.nodes].map((id) => workflow.layout.nodes[id]),
    ...[...selection.comments].map((id) => workflow.layout.comments[id]),
    ...[...selection.containers].map((id) => bounds(workflow, id)),
  ].filter((each) => each !== undefined);
  return { x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) };
}

function moveLabel(selection: Selection): string {
  const [node, ...more] = selection.nodes;
  if (node !== undefined && !more.length && !selection.containers.size && !selection.comments.size)
    return `Move ${nodeLabel(workflowNow(), node, toolsNow())}`;
  return "Move";
}
