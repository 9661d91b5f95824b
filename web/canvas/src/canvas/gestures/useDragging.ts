/** Moving by pointer: React Flow moves what is seen, the document hears of it once, at the end. */
import type { NodeChange, OnNodeDrag } from "@xyflow/react";
import { type MouseEvent, useCallback, useMemo } from "react";
import { insertExisting } from "@/model/commands/connections";
import { bounds, membersOf } from "@/model/commands/containers";
import type { Point, Workflow } from "@/model/document";
import { nodeLabel } from "@/model/labels";
import { only, type Selection, size, soleNode } from "@/model/selection";
import { toolsNow } from "@/state/catalog";
import { edit, select, selectionNow, workflowNow } from "@/state/workflow";
import { drawnId, drawnKind, selectionOf } from "../drawing/ids";
import { movePlaces, settlePlaces, startCopies, useMoving } from "../state/moving";
import { aimAt, NO_TARGET, useTarget } from "../state/target";
import { onDrawing } from "../state/view";
import type { DrawnNode } from "../useDrawing";
import { copyBy, moved } from "./dropped";
import { connectionUnder, containerUnder } from "./nearby";

export function useDragging() {
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
        if (event.altKey) startCopies();
        const { kind, id } = drawnKind(drawn.id);
        if (kind === "container" && !selectionNow().containers.has(id)) select(only(kind, id));
      }) satisfies OnNodeDrag<DrawnNode>,
      onNodeDrag: ((event, _, dragged) => {
        const selection = selectionOf(dragged.map((each) => each.id));
        const screen = pointer(event);
        aimAt({
          ...NO_TARGET,
          connection: useMoving.getState().copying ? null : connectionFor(selection, screen),
          container: containerUnder(workflowNow(), onDrawing(screen), new Set(selection.containers)),
        });
      }) satisfies OnNodeDrag<DrawnNode>,
      onNodeDragStop: ((_, drawn, dragged) => {
        const { container, connection } = useTarget.getState();
        aimAt(NO_TARGET);
        const by = distance(drawn.id);
        const selection = selectionOf(dragged.map((each) => each.id));
        if (by && (by.x || by.y)) {
          if (useMoving.getState().copying) copyBy(selection, by, container);
          else
            edit(moveLabel(selection), (workflow) =>
              threadedThrough(moved(workflow, selection, by, container), selection, connection),
            );
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

/** The connection under the pointer that the one node that is dragged can be put into. */
function connectionFor(selection: Selection, screen: Point): string | null {
  if (size(selection) !== 1 || soleNode(selection) === null) return null;
  const connection = connectionUnder(screen);
  const workflow = workflowNow();
  return threadedThrough(workflow, selection, connection) === workflow ? null : connection;
}

function threadedThrough(workflow: Workflow, selection: Selection, connection: string | null): Workflow {
  const node = soleNode(selection);
  return connection && node ? insertExisting(workflow, connection, node, toolsNow()) : workflow;
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

function moveLabel(selection: Selection): string {
  const [node, ...more] = selection.nodes;
  if (node !== undefined && !more.length && !selection.containers.size && !selection.comments.size)
    return `Move ${nodeLabel(workflowNow(), node, toolsNow())}`;
  return "Move";
}
