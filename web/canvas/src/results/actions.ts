/** What can be done with results. */
import type { Action } from "@/ui/action";

export const RESULTS_ACTIONS: readonly Action[] = [];
