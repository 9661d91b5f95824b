/** What lies over the desk. Dialogs load when they are first needed; what one types into is there at once. */

import { Suspense } from "react";
import { AnchorPicker } from "@/keyboard/AnchorPicker";
import { QuickAdd } from "@/quickadd/QuickAdd";
import { hide, useOverlay } from "@/state/overlay";
import { late } from "@/ui/late";
import FindDialog from "./FindDialog";

const OpenDialog = late(() => import("@/files/OpenDialog"));
const SaveAsDialog = late(() => import("@/files/SaveAsDialog"));
const ConflictDialog = late(() => import("@/files/ConflictDialog"));
const FilePicker = late(() => import("@/files/FilePicker"));
const ShortcutsDialog = late(() => import("./ShortcutsDialog"));
const ToolHelp = late(() => import("@/palette/ToolHelp"));
const PackProblems = late(() => import("@/palette/PackProblems"));
const PictureViewer = late(() => import("@/results/PictureViewer"));

export function Overlays() {
  return <Suspense>{useShown()}</Suspense>;
}

function useShown() {
  const overlay = useOverlay((state) => state.overlay);
  switch (overlay?.kind) {
    case "open":
      return <OpenDialog onClose={hide} />;
    case "save-as":
      return <SaveAsDialog onClose={hide} />;
    case "rename":
      return <SaveAsDialog renamed={overlay.path} onClose={hide} />;
    case "conflict":
      return <ConflictDialog revision={overlay.revision} onClose={hide} />;
    case "file":
      return <FilePicker request={overlay.request} onClose={hide} />;
    case "shortcuts":
      return <ShortcutsDialog onClose={hide} />;
    case "find":
      return <FindDialog onClose={hide} />;
    case "tool-help":
      return <ToolHelp id={overlay.tool} onClose={hide} />;
    case "pack-problems":
      return <PackProblems onClose={hide} />;
    case "quick-add":
      return <QuickAdd key={JSON.stringify(overlay.at)} asked={overlay} onClose={hide} />;
    case "pick-anchor":
    case "connect":
      return <AnchorPicker key={overlay.kind} asked={overlay} onClose={hide} />;
    case "picture":
      return <PictureViewer />;
    default:
      return null;
  }
}
