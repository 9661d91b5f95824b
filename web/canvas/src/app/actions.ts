/** All actions, in the order of the list of shortcuts. */
import { CANVAS_ACTIONS } from "@/canvas/actions";
import { FILE_ACTIONS } from "@/files/actions";
import { RESULTS_ACTIONS } from "@/results/actions";
import type { Action } from "@/ui/action";

export const ACTIONS: readonly Action[] = [...FILE_ACTIONS, ...CANVAS_ACTIONS, ...RESULTS_ACTIONS];
