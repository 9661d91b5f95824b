/** In which container what is selected stands, and the others that it can go to. */
import { Group } from "lucide-react";
import { containerOf, membersOf } from "@/model/commands/containers";
import type { Point, Workflow } from "@/model/document";
import { containerLabel } from "@/model/labels";
import type { Selection } from "@/model/selection";
import { selectionNow, workflowNow } from "@/state/workflow";
import type { MenuEntry, MenuItem } from "@/ui/Menu";
import { moveInto } from "../actions/editing";
import { submenu } from "./entry";

/** Leads to them; there is none in a workflow without containers. */
export function homeEntry(screen: Point): MenuItem[] {
  if (!Object.keys(workflowNow().containers).length) return [];
  return [submenu("Into a container…", { kind: "home" }, screen, Group)];
}

export function homeEntries(): MenuEntry[] {
  const workflow = workflowNow();
  const selection = selectionNow();
  const homes = homesOf(workflow, selection);
  const moving = new Set(
    [...selection.containers].flatMap((id) => [id, ...membersOf(workflow, id).containers]),
  );
  const item = (label: string, id: string | null): MenuItem => ({
    label,
    checked: homes.size === 1 && homes.has(id),
    run: () => moveInto(id),
  });
  return [
    ...Object.keys(workflow.containers)
      .filter((id) => !moving.has(id))
      .map((id) => item(containerLabel(workflow, id), id)),
    "separator",
    item("Out of all containers", null),
  ];
}

function homesOf(workflow: Workflow, { nodes, containers, comments }: Selection): Set<string | null> {
  return new Set([
    ...[...nodes].map((id) => containerOf(workflow, "node", id)),
    ...[...containers].map((id) => containerOf(workflow, "container", id)),
    ...[...comments].map((id) => containerOf(workflow, "comment", id)),
  ]);
}
