/** What stands in a context menu. */
import type { Point } from "@/model/document";
import { containerLabel, nodeLabel } from "@/model/labels";
import { toolsNow } from "@/state/catalog";
import { workflowNow } from "@/state/workflow";
import type { MenuEntry } from "@/ui/Menu";
import type { MenuSubject } from "../state/menu";
import { canvasEntries } from "./canvasEntries";
import { anchorEntries, connectionEntries } from "./connectionEntries";
import { colorEntries, commentEntries, containerEntries } from "./frameEntries";
import { homeEntries } from "./homeEntries";
import { nodeEntries, selectionEntries } from "./nodeEntries";

export function entriesOf(subject: MenuSubject, screen: Point): readonly MenuEntry[] {
  switch (subject.kind) {
    case "node":
      return nodeEntries(subject.id, screen);
    case "selection":
      return selectionEntries(screen);
    case "connection":
      return connectionEntries(subject.id, screen);
    case "anchor":
      return anchorEntries(subject.place, subject.side, screen);
    case "container":
      return containerEntries(subject.id, screen);
    case "comment":
      return commentEntries(subject.id, screen);
    case "home":
      return homeEntries();
    case "color":
      return colorEntries(subject.of, subject.id);
    case "canvas":
      return canvasEntries(subject.at, screen);
  }
}

export function menuLabel(subject: MenuSubject): string {
  const workflow = workflowNow();
  switch (subject.kind) {
    case "node":
      return nodeLabel(workflow, subject.id, toolsNow());
    case "container":
      return containerLabel(workflow, subject.id);
    case "selection":
      return "What is selected";
    case "home":
      return "Into a container";
    case "color":
      return "Colour";
    case "anchor":
      return `Anchor ${subject.place.replace(".", ", ")}`;
    default:
      return subject.kind[0]?.toUpperCase() + subject.kind.slice(1);
  }
}
