/** Clicks that mean a place or a thing: records of a connection, a tool for the empty canvas, menus. */
import type { Edge } from "@xyflow/react";
import { type MouseEvent, useMemo } from "react";
import { only, size } from "@/model/selection";
import { show } from "@/state/overlay";
import { select, selectionNow, workflowNow } from "@/state/workflow";
import type { ConnectionEdge } from "../drawing/connections";
import { drawnKind, type Kind } from "../drawing/ids";
import { lookAtConnection } from "../looking";
import { openMenu } from "../state/menu";
import { onDrawing } from "../state/view";
import type { DrawnNode } from "../useDrawing";
import { containerUnder } from "./nearby";

export function usePointing() {
  return useMemo(
    () => ({
      onEdgeClick: (_: MouseEvent, edge: ConnectionEdge) => {
        if (edge.data) lookAtConnection(edge.data.connection);
      },
      onDoubleClick: (event: MouseEvent) => {
        if (!isPane(event)) return;
        const screen = { x: event.clientX, y: event.clientY };
        const at = onDrawing(screen);
        const into = containerUnder(workflowNow(), at);
        show({ kind: "quick-add", at, screen, ...(into ? { into } : {}) });
      },
      onNodeContextMenu: (event: MouseEvent, drawn: DrawnNode) => {
        // A text that is edited keeps the menu of the browser.
        if ((event.target as Element).closest("textarea, input")) return;
        event.preventDefault();
        const { kind, id } = drawnKind(drawn.id);
        openMenu(menuSubject(kind, id), { x: event.clientX, y: event.clientY });
      },
      onEdgeContextMenu: (event: MouseEvent, { id }: Edge) => {
        event.preventDefault();
        select(only("connection", id));
        openMenu({ kind: "connection", id }, { x: event.clientX, y: event.clientY });
      },
      onPaneContextMenu: (event: MouseEvent | globalThis.MouseEvent) => {
        event.preventDefault();
        const screen = { x: event.clientX, y: event.clientY };
        openMenu({ kind: "canvas", at: onDrawing(screen) }, screen);
      },
    }),
    [],
  );
}

const isPane = (event: MouseEvent): boolean =>
  (event.target as Element).classList.contains("react-flow__pane");

/** The menu of one thing, or of all that is selected where it is one of several. */
export function menuSubject(kind: Kind, id: string) {
  const selection = selectionNow();
  const set = { node: selection.nodes, container: selection.containers, comment: selection.comments }[kind];
  if (set.has(id) && size(selection) > 1) return { kind: "selection" } as const;
  if (!set.has(id)) select(only(kind, id));
  return { kind, id };
}
