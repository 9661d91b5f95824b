/** The menus of containers and comments. */
import { ChevronDown, ChevronRight, Palette, Pause, Play, SquarePen, Trash2, Ungroup } from "lucide-react";
import { setComment } from "@/model/commands/comments";
import { membersOf, setContainer } from "@/model/commands/containers";
import { remove } from "@/model/commands/removal";
import { COLORS, type Point } from "@/model/document";
import { containerLabel } from "@/model/labels";
import { NOTHING } from "@/model/selection";
import { edit, workflowNow } from "@/state/workflow";
import type { MenuEntry } from "@/ui/Menu";
import { entry, submenu } from "./entry";
import { homeEntry } from "./homeEntries";
import { clipboardEntries } from "./nodeEntries";

export function containerEntries(id: string, screen: Point): MenuEntry[] {
  const workflow = workflowNow();
  const container = workflow.containers[id];
  if (!container) return [];
  const name = containerLabel(workflow, id);
  const isFolded = workflow.layout.containers[id]?.collapsed === true;
  const { enabled } = container;
  return [
    {
      label: enabled ? "Switch off" : "Switch on",
      icon: enabled ? Pause : Play,
      run: () =>
        edit(`Switch ${enabled ? "off" : "on"} ${name}`, (w) => setContainer(w, id, { enabled: !enabled })),
    },
    {
      label: isFolded ? "Unfold" : "Fold",
      icon: isFolded ? ChevronDown : ChevronRight,
      run: () =>
        edit(`${isFolded ? "Unfold" : "Fold"} ${name}`, (w) => setContainer(w, id, { collapsed: !isFolded })),
    },
    entry("rename", { icon: SquarePen }),
    submenu("Colour…", { kind: "color", of: "container", id }, screen, Palette),
    "separator",
    ...clipboardEntries(),
    "separator",
    entry("ungroup", { icon: Ungroup }),
    ...homeEntry(screen),
    {
      label: "Delete with all that is in it",
      icon: Trash2,
      danger: true,
      run: () => edit(`Delete ${name}`, (w) => remove(w, withMembers(id))),
    },
  ];
}

function withMembers(id: string) {
  const { nodes, containers, comments } = membersOf(workflowNow(), id);
  return {
    ...NOTHING,
    nodes: new Set(nodes),
    containers: new Set([id, ...containers]),
    comments: new Set(comments),
  };
}

export function commentEntries(id: string, screen: Point): MenuEntry[] {
  return [
    entry("rename", { icon: SquarePen, label: "Write" }),
    submenu("Colour…", { kind: "color", of: "comment", id }, screen, Palette),
    "separator",
    ...clipboardEntries(),
    ...homeEntry(screen),
    entry("delete", { icon: Trash2, danger: true }),
  ];
}

export function colorEntries(of: "container" | "comment", id: string): MenuEntry[] {
  const { layout } = workflowNow();
  const now = (of === "container" ? layout.containers[id]?.color : layout.comments[id]?.color) ?? "";
  const fallback = of === "container" ? "grey" : "yellow";
  return COLORS.map((color) => ({
    label: color[0]?.toUpperCase() + color.slice(1),
    checked: (now || fallback) === color,
    run: () =>
      edit(`Colour of the ${of}`, (w) =>
        of === "container" ? setContainer(w, id, { color }) : setComment(w, id, { color }),
      ),
  }));
}
