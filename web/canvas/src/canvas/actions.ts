/** What can be done on the canvas. */
import type { Action } from "@/ui/action";

export const CANVAS_ACTIONS: readonly Action[] = [];
