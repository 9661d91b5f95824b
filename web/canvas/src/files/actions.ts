/** What can be done with workflow files. */
import type { Action } from "@/ui/action";

export const FILE_ACTIONS: readonly Action[] = [];
