/** Adds a tool without the pointer: behind the selected node, or at a free place of the view. */
import { addAfter, addTool as addAt } from "@/canvas/adding";
import { middleOfView } from "@/canvas/state/view";
import { TILE } from "@/model/document";
import { freePlace, snap } from "@/model/geometry";
import { soleNode } from "@/model/selection";
import type { ToolEntry } from "@/model/types";
import { notify } from "@/state/notices";
import { selectionNow, useWorkflow, workflowNow } from "@/state/workflow";

export function addTool(tool: ToolEntry): void {
  const after = soleNode(selectionNow());
  if (!useWorkflow.getState().path) notify("info", "Open a workflow or make a new one first.");
  else if (after) addAfter(tool, after);
  else addAt(tool, freeSpot());
}

function freeSpot() {
  const middle = middleOfView();
  const wish = snap({ x: middle.x - TILE / 2, y: middle.y - TILE / 2 });
  return freePlace(wish, Object.values(workflowNow().layout.nodes));
}
