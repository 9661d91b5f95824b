/** The menu of a node, and of several things. */
import {
  Binoculars,
  ClipboardCopy,
  Copy,
  FastForward,
  Group,
  Pause,
  Pin,
  PinOff,
  Play,
  Plus,
  RotateCw,
  Scissors,
  SquarePen,
  StickyNote,
  Table2,
  Trash2,
} from "lucide-react";
import type { Point } from "@/model/document";
import { outputsOf } from "@/model/graph";
import { toolsNow } from "@/state/catalog";
import { look } from "@/state/looking";
import { show } from "@/state/overlay";
import { selectionNow, workflowNow } from "@/state/workflow";
import type { MenuEntry, MenuItem } from "@/ui/Menu";
import { togglePinned } from "../actions/editing";
import { entry } from "./entry";
import { homeEntry } from "./homeEntries";

export function nodeEntries(id: string, screen: Point): MenuEntry[] {
  const workflow = workflowNow();
  const node = workflow.nodes[id];
  if (!node) return [];
  const outputs = outputsOf(workflow, id, toolsNow());
  return [
    {
      label: "Look at its records",
      icon: Table2,
      run: () => look({ node: id, anchor: null, side: "output" }, "records"),
    },
    "separator",
    entry("run-to-here", { icon: Play }),
    entry("run-from-here", { icon: FastForward }),
    entry("run-again", { icon: RotateCw }),
    node.pinned ? { label: "Unpin", icon: PinOff, run: togglePinned } : entry("cache-and-run", { icon: Pin }),
    "separator",
    insertAfterEntry(outputs[0] ? `${id}.${outputs[0].name}` : null, screen),
    entry("add-browse", { icon: Binoculars }),
    "separator",
    entry("rename", { icon: SquarePen }),
    entry("note", { icon: StickyNote, label: "Write a note" }),
    entry("toggle-enabled", {
      icon: node.enabled ? Pause : Play,
      label: node.enabled ? "Disable" : "Enable",
    }),
    "separator",
    ...clipboardEntries(),
    "separator",
    entry("group", { icon: Group }),
    ...homeEntry(screen),
    entry("delete", { icon: Trash2, danger: true }),
  ];
}

/** Asks for a tool that goes behind an output; what hung on it goes through the tool. */
export function insertAfterEntry(output: string | null, screen: Point): MenuItem {
  return {
    label: "Insert after…",
    icon: Plus,
    disabled: output === null,
    run: () => {
      if (output === null) return;
      const at = workflowNow().layout.nodes[output.split(".")[0] ?? ""] ?? { x: 0, y: 0 };
      show({ kind: "quick-add", at, screen, from: { place: output, side: "output" }, through: true });
    },
  };
}

export function clipboardEntries(): MenuItem[] {
  return [
    entry("cut", { icon: Scissors }),
    entry("copy", { icon: ClipboardCopy }),
    entry("duplicate", { icon: Copy }),
  ];
}

export function selectionEntries(screen: Point): MenuEntry[] {
  const { nodes } = selectionNow();
  const anyOn = [...nodes].some((node) => workflowNow().nodes[node]?.enabled);
  return [
    entry("run-to-here", { icon: Play, label: "Run these" }),
    entry("run-from-here", { icon: FastForward }),
    entry("toggle-pinned", { icon: Pin }),
    entry("toggle-enabled", { icon: Pause, label: anyOn ? "Disable" : "Enable" }),
    "separator",
    ...["align-left", "align-right", "align-top", "align-bottom", "align-middle", "align-center"].map((id) =>
      entry(id),
    ),
    entry("distribute-x"),
    entry("distribute-y"),
    "separator",
    ...clipboardEntries(),
    "separator",
    entry("group", { icon: Group }),
    ...homeEntry(screen),
    entry("delete", { icon: Trash2, danger: true }),
  ];
}
