/** Dropping onto the canvas: tools of the palette, and files. */
import { type DragEvent, useMemo } from "react";
import { dropFiles } from "@/files/dropped";
import { GRID, type Point, TILE } from "@/model/document";
import { toolsNow } from "@/state/catalog";
import { attempt } from "@/state/notices";
import { workflowNow } from "@/state/workflow";
import { addTool } from "../adding";
import { aimAt, NO_TARGET, type Target } from "../state/target";
import { onDrawing } from "../state/view";
import { connectionUnder, containerUnder, nearestAnchor } from "./nearby";

export const TOOL_TYPE = "application/weft-tool";

export function useDropping() {
  return useMemo(
    () => ({
      onDragOver: (event: DragEvent) => {
        const { types } = event.dataTransfer;
        const isTool = types.includes(TOOL_TYPE);
        if (!isTool && !types.includes("Files")) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        if (isTool) aimAt(targetAt(event));
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as globalThis.Node | null)) aimAt(NO_TARGET);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        const target = targetAt(event);
        aimAt(NO_TARGET);
        const at = cornerAt(event);
        const tool = toolsNow().get(event.dataTransfer.getData(TOOL_TYPE));
        if (!tool) {
          void attempt(() => dropFiles(event.dataTransfer, at));
          return;
        }
        const from = target.connection ? null : nearestAnchor(workflowNow(), toolsNow(), at);
        addTool(tool, at, {
          from: from ?? undefined,
          connection: target.connection ?? undefined,
          into: target.container,
        });
      },
    }),
    [],
  );
}

/** The corner of a tile whose middle is under the pointer, on the grid. */
function cornerAt(event: DragEvent): Point {
  const { x, y } = onDrawing({ x: event.clientX, y: event.clientY });
  const snapped = (value: number) => Math.round((value - TILE / 2) / GRID) * GRID;
  return { x: snapped(x), y: snapped(y) };
}

function targetAt(event: DragEvent): Target {
  const workflow = workflowNow();
  const point = { x: event.clientX, y: event.clientY };
  const connection = connectionUnder(point);
  return {
    connection,
    anchor: connection ? null : (nearestAnchor(workflow, toolsNow(), cornerAt(event))?.place ?? null),
    container: containerUnder(workflow, onDrawing(point)),
  };
}
