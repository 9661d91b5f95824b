/** The menu of the empty canvas. */
import {
  ClipboardPaste,
  FileImage,
  ListChecks,
  Map as MapIcon,
  MessageSquare,
  Plus,
  Scan,
  Workflow,
} from "lucide-react";
import { addComment } from "@/model/commands/comments";
import type { Point } from "@/model/document";
import { only } from "@/model/selection";
import { show } from "@/state/overlay";
import { edit, workflowNow } from "@/state/workflow";
import type { MenuEntry } from "@/ui/Menu";
import { pasteFromClipboard } from "../clipboard/pasting";
import { containerUnder } from "../gestures/nearby";
import { editText } from "../state/editing";
import { entry } from "./entry";

export function canvasEntries(at: Point, screen: Point): MenuEntry[] {
  const into = containerUnder(workflowNow(), at);
  return [
    {
      label: "Add a tool…",
      icon: Plus,
      run: () => show({ kind: "quick-add", at, screen, ...(into ? { into } : {}) }),
    },
    { label: "Write a comment", icon: MessageSquare, run: () => writeComment(at) },
    entry("paste", { icon: ClipboardPaste, run: () => void pasteFromClipboard(at) }),
    "separator",
    entry("select-all"),
    entry("layout", { icon: Workflow }),
    entry("plan", { icon: ListChecks }),
    "separator",
    entry("fit", { icon: Scan }),
    entry("zoom-100"),
    entry("minimap", { icon: MapIcon }),
    "separator",
    entry("export-png", { icon: FileImage }),
    entry("export-svg", { icon: FileImage }),
  ];
}

export function writeComment(at: Point): void {
  const { workflow, id } = addComment(workflowNow(), at);
  edit("Add a comment", () => workflow, { select: only("comment", id) });
  editText("comment", id);
}
