/** Menu entries from actions: the same words, keys and conditions everywhere. */
import type { LucideIcon } from "lucide-react";
import type { Point } from "@/model/document";
import { shownKeys } from "@/ui/keys";
import type { MenuItem } from "@/ui/Menu";
import { canvasAction } from "../actions";
import { type MenuSubject, openMenu } from "../state/menu";

interface Other {
  label?: string;
  icon?: LucideIcon;
  danger?: boolean;
  run?: () => void;
}

export function entry(id: string, other: Other = {}): MenuItem {
  const action = canvasAction(id);
  if (!action) throw new Error(`there is no action ${id}`);
  const [keys] = action.keys;
  return {
    label: action.label,
    run: action.run,
    disabled: action.enabled ? !action.enabled() : false,
    ...(keys ? { keys: shownKeys(keys) } : {}),
    ...other,
  };
}

/** An entry that opens another menu in place of this one, once this one has given the focus back. */
export function submenu(label: string, subject: MenuSubject, screen: Point, icon?: LucideIcon): MenuItem {
  return { label, run: () => void setTimeout(() => openMenu(subject, screen)), ...(icon ? { icon } : {}) };
}
