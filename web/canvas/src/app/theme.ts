/** Light, dark, or as the system is. */
import { type Theme, useDesk } from "@/state/desk";
import { announce } from "@/state/notices";

const ORDER: readonly Theme[] = ["system", "light", "dark"];
export const THEME_NAMES: Readonly<Record<Theme, string>> = {
  system: "As the system",
  light: "Light",
  dark: "Dark",
};

export function setTheme(theme: Theme): void {
  useDesk.setState({ theme });
}

export function nextTheme(): void {
  const next = ORDER[(ORDER.indexOf(useDesk.getState().theme) + 1) % ORDER.length] ?? "system";
  setTheme(next);
  announce(`Theme: ${THEME_NAMES[next]}`);
}

/** Put the theme on the page; gives what ends it. */
export function watchTheme(): () => void {
  const apply = (theme: Theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  apply(useDesk.getState().theme);
  return useDesk.subscribe((state) => apply(state.theme));
}
