/** An action as it stands in a list whose group is known. */
import type { Action } from "@/ui/action";

export type Listed = Omit<Action, "group">;
