/** Light, dark, or as the system is. */
import { Monitor, Moon, Sun } from "lucide-react";
import { type Theme, useDesk } from "@/state/desk";
import icon from "@/ui/IconButton.module.css";
import type { MenuEntry } from "@/ui/Menu";
import { MenuButton } from "./MenuButton";
import { setTheme, THEME_NAMES } from "./theme";

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

const entries = (): MenuEntry[] =>
  (Object.keys(THEME_NAMES) as Theme[]).map((theme) => ({
    label: THEME_NAMES[theme],
    checked: useDesk.getState().theme === theme,
    run: () => setTheme(theme),
  }));

export function ThemeMenu() {
  const Icon = ICONS[useDesk((state) => state.theme)];
  return (
    <MenuButton label="Theme" entries={entries} className={icon.button}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
    </MenuButton>
  );
}
