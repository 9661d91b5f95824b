/** All actions, in the order of the list of shortcuts. */
import { CANVAS_ACTIONS } from "@/canvas/actions";
import { FILE_ACTIONS } from "@/files/actions";
import { KEYBOARD_ACTIONS } from "@/keyboard/actions";
import { RESULTS_ACTIONS } from "@/results/actions";
import type { Action } from "@/ui/action";
import { DESK_ACTIONS, RUN_ACTIONS } from "./deskActions";

export const ACTIONS: readonly Action[] = [
  ...RUN_ACTIONS,
  ...FILE_ACTIONS,
  ...CANVAS_ACTIONS,
  ...KEYBOARD_ACTIONS,
  ...RESULTS_ACTIONS,
  ...DESK_ACTIONS,
];

/** The action of an id; the first where two share it. */
export const actionNamed = (id: string): Action | undefined => ACTIONS.find((action) => action.id === id);
