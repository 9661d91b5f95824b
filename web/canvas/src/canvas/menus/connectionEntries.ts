/** The menus of a connection and of an anchor. */
import { ArrowDown, ArrowUp, Binoculars, Plus, Table2, Unplug } from "lucide-react";
import { disconnect, moveConnection, takesMany } from "@/model/commands/connections";
import { type Point, splitPlace } from "@/model/document";
import { connectionKey, only } from "@/model/selection";
import { toolsNow } from "@/state/catalog";
import { show } from "@/state/overlay";
import { edit, select, workflowNow } from "@/state/workflow";
import type { MenuEntry } from "@/ui/Menu";
import { addBrowse } from "../actions/editing";
import { lookAt, lookAtConnection } from "../looking";
import type { Loose } from "../state/connecting";
import { onDrawing } from "../state/view";
import { insertAfterEntry } from "./nodeEntries";

export function connectionEntries(key: string, screen: Point): MenuEntry[] {
  const workflow = workflowNow();
  const connection = workflow.connections.find((each) => connectionKey(each) === key);
  if (!connection) return [];
  const siblings = workflow.connections.filter((each) => each.to === connection.to);
  const isOrdered = siblings.length > 1 && takesMany(workflow, connection.to, toolsNow());
  const by = (step: -1 | 1) => () => edit("Order of connections", (w) => moveConnection(w, key, step));
  return [
    { label: "Look at its records", icon: Table2, run: () => lookAtConnection(connection) },
    {
      label: "Insert a tool…",
      icon: Plus,
      run: () => show({ kind: "quick-add", at: onDrawing(screen), screen, connection: key }),
    },
    ...(isOrdered
      ? [
          "separator" as const,
          { label: `Move up (now ${connection.name})`, icon: ArrowUp, run: by(-1) },
          { label: `Move down (now ${connection.name})`, icon: ArrowDown, run: by(1) },
        ]
      : []),
    "separator",
    {
      label: "Disconnect",
      icon: Unplug,
      danger: true,
      run: () => edit("Disconnect", (w) => disconnect(w, [key])),
    },
  ];
}

export function anchorEntries(place: string, side: Loose["side"], screen: Point): MenuEntry[] {
  const [node, anchor] = splitPlace(place);
  const keys = workflowNow()
    .connections.filter((each) => (side === "input" ? each.to : each.from) === place)
    .map(connectionKey);
  const at = onDrawing({ x: screen.x + (side === "output" ? 80 : -80), y: screen.y });
  return [
    { label: "Look at its records", icon: Table2, run: () => lookAt(place, side) },
    {
      label: side === "output" ? "Connect with a new tool…" : "Feed from a new tool…",
      icon: Plus,
      run: () => show({ kind: "quick-add", at, screen, from: { place, side } }),
    },
    ...(side === "output"
      ? [
          insertAfterEntry(place, screen),
          {
            label: "Add a Browse here",
            icon: Binoculars,
            run: () => {
              select(only("node", node));
              addBrowse(anchor);
            },
          },
        ]
      : []),
    "separator",
    {
      label: keys.length > 1 ? `Disconnect all ${keys.length}` : "Disconnect",
      icon: Unplug,
      danger: true,
      disabled: !keys.length,
      run: () => edit("Disconnect", (w) => disconnect(w, keys)),
    },
  ];
}
