/** Entries of menus from actions, so that label, keys and state are written once. */
import type { LucideIcon } from "lucide-react";
import { shownKeys } from "@/ui/keys";
import type { MenuItem } from "@/ui/Menu";
import { actionNamed } from "./actions";

export function menuEntry(id: string, icon?: LucideIcon, danger = false): MenuItem {
  const action = actionNamed(id);
  if (!action) throw new Error(`there is no action ${id}`);
  const [keys] = action.keys;
  return {
    label: action.label,
    run: action.run,
    icon,
    danger,
    keys: keys && shownKeys(keys),
    disabled: !(action.enabled?.() ?? true),
  };
}
