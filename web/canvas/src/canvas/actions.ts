/** What can be done on the canvas. */
import type { Action } from "@/ui/action";
import { EDIT_ACTIONS } from "./actions/editActions";
import { RUN_ACTIONS } from "./actions/runActions";
import { VIEW_ACTIONS } from "./actions/viewActions";

export const CANVAS_ACTIONS: readonly Action[] = [
  ...EDIT_ACTIONS.map((each) => ({ ...each, group: "Edit" as const })),
  ...VIEW_ACTIONS.map((each) => ({ ...each, group: "Canvas" as const })),
  ...RUN_ACTIONS.map((each) => ({ ...each, group: "Run" as const })),
];

/** One of them by its id. */
export function canvasAction(id: string): Action | undefined {
  return CANVAS_ACTIONS.find((each) => each.id === id);
}
