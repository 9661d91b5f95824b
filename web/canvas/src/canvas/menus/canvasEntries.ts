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
import type { Point } from "@/model/document";
import { show } from "@/state/overlay";
import { workflowNow } from "@/state/workflow";
import type { MenuEntry } from "@/ui/Menu";
import { writeComment } from "../actions/editing";
import { pasteFromClipboard } from "../clipboard/pasting";
import { containerUnder } from "../gestures/nearby";
import { entry } from "./entry";

export function canvasEntries(at: Point, screen: Point): MenuEntry[] {
  const into = containerUnder(workflowNow(), at);
  return [
    {
      label: "Add a tool…",
      icon: Plus,
      run: () => show({ kind: "quick-add", at, screen, ...(into ? { into } : {}) }),
    },
    entry("write-comment", { icon: MessageSquare, run: () => writeComment(at) }),
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
