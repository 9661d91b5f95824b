/** Drawing connections by pointer: from anchor to anchor, to a tile, to nothing, and by their ends. */
import type { Connection, Edge, FinalConnectionState, Handle, OnConnectStartParams } from "@xyflow/react";
import { useMemo, useRef } from "react";
import { connect, disconnect, reconnect } from "@/model/commands/connections";
import { type Point, splitPlace } from "@/model/document";
import { nodeLabel } from "@/model/labels";
import { toolsNow } from "@/state/catalog";
import { notify } from "@/state/notices";
import { show } from "@/state/overlay";
import { edit, workflowNow } from "@/state/workflow";
import { connectWithNode } from "../adding";
import { drawnKind } from "../drawing/ids";
import { type Loose, refusalBetween, useConnecting } from "../state/connecting";
import { onDrawing } from "../state/view";
import { containerUnder } from "./nearby";

export function useConnections() {
  const byItsEnd = useRef(false);
  return useMemo(
    () => ({
      isValidConnection: ({ sourceHandle, targetHandle }: Edge | Connection) =>
        sourceHandle != null &&
        targetHandle != null &&
        refusalBetween({ place: sourceHandle, side: "output" }, targetHandle, "input") === null,
      onConnectStart: (_: unknown, { handleId, handleType }: OnConnectStartParams) => {
        if (handleId)
          useConnecting.setState({
            from: { place: handleId, side: handleType === "target" ? "input" : "output" },
          });
      },
      onConnect: ({ sourceHandle, targetHandle }: Connection) => {
        if (!sourceHandle || !targetHandle || byItsEnd.current) return;
        edit(connectLabel(sourceHandle, targetHandle), (workflow) =>
          connect(workflow, sourceHandle, targetHandle, toolsNow()),
        );
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        const { from } = useConnecting.getState();
        useConnecting.setState({ from: null });
        if (!from || byItsEnd.current) return;
        if (!state.toHandle) dropLoose(from, event);
        else if (!state.isValid) tellRefusal(from, state.toHandle);
      },
      onReconnectStart: () => {
        byItsEnd.current = true;
      },
      onReconnect: (old: Edge, { sourceHandle, targetHandle }: Connection) => {
        if (!sourceHandle || !targetHandle) return;
        edit(connectLabel(sourceHandle, targetHandle), (workflow) =>
          reconnect(workflow, old.id, { from: sourceHandle, to: targetHandle }, toolsNow()),
        );
      },
      onReconnectEnd: (
        event: MouseEvent | TouchEvent,
        { id }: Edge,
        _: unknown,
        { toHandle }: FinalConnectionState,
      ) => {
        useConnecting.setState({ from: null });
        if (!toHandle && isOverNothing(event)) edit("Disconnect", (workflow) => disconnect(workflow, [id]));
        // React Flow tells of the end of the drag twice, in no order to rely on.
        setTimeout(() => {
          byItsEnd.current = false;
        });
      },
    }),
    [],
  );
}

function connectLabel(from: string, to: string): string {
  const name = (place: string) => nodeLabel(workflowNow(), splitPlace(place)[0], toolsNow());
  return `Connect ${name(from)} with ${name(to)}`;
}

function pointer(event: MouseEvent | TouchEvent): Point | null {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return at ? { x: at.clientX, y: at.clientY } : null;
}

/** Over the empty canvas or a frame, not over a tile. */
function isOverNothing(event: MouseEvent | TouchEvent): boolean {
  const screen = pointer(event);
  const under = screen && document.elementFromPoint(screen.x, screen.y);
  const drawn = under?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  return under?.closest(".react-flow") != null && (!drawn || drawnKind(drawn).kind !== "node");
}

/** Say why an anchor cannot be the other end, such as an output for an output. */
function tellRefusal(from: Loose, { id, type }: Pick<Handle, "id" | "type">): void {
  const why = id ? refusalBetween(from, id, type === "target" ? "input" : "output") : null;
  if (why) notify("info", why);
}

/** On a tile it finds an anchor there; on the empty canvas it asks for a tool. */
function dropLoose(from: Loose, event: MouseEvent | TouchEvent): void {
  const screen = pointer(event);
  if (!screen) return;
  const under = document.elementFromPoint(screen.x, screen.y);
  const drawn = under?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  if (drawn && drawnKind(drawn).kind === "node") {
    if (drawn !== splitPlace(from.place)[0]) connectWithNode(from, drawn);
    return;
  }
  if (!under?.closest(".react-flow")) return;
  const at = onDrawing(screen);
  const into = containerUnder(workflowNow(), at);
  show({ kind: "quick-add", at, screen, from, ...(into ? { into } : {}) });
}
