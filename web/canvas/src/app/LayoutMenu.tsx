/** What is on the desk: panels, outline, minimap. */
import { LayoutGrid } from "lucide-react";
import { overviewNow, toggleOverview } from "@/canvas/panels/overviewSize";
import { isFolded, type Panel, resetLayout, toggleFolded, useDesk } from "@/state/desk";
import icon from "@/ui/IconButton.module.css";
import { shownKeys } from "@/ui/keys";
import type { MenuEntry } from "@/ui/Menu";
import { MenuButton } from "./MenuButton";

const PANELS: readonly [Panel, string, string][] = [
  ["palette", "Tools", "Ctrl+B"],
  ["settings", "Settings", "Ctrl+Alt+B"],
  ["results", "Results", "Ctrl+J"],
];

function entries(): MenuEntry[] {
  const desk = useDesk.getState();
  return [
    ...PANELS.map(([panel, label, keys]) => ({
      label,
      keys: shownKeys(keys),
      checked: !isFolded(panel, desk),
      run: () => toggleFolded(panel),
    })),
    "separator",
    {
      label: "Outline in place of the tools",
      keys: shownKeys("Ctrl+Alt+O"),
      checked: desk.outline,
      run: () => useDesk.setState({ outline: !desk.outline }),
    },
    { label: "Minimap", checked: overviewNow(), run: toggleOverview },
    "separator",
    { label: "Reset the layout", run: resetLayout },
  ];
}

export function LayoutMenu() {
  return (
    <MenuButton label="Layout" entries={entries} className={icon.button}>
      <LayoutGrid size={18} strokeWidth={1.75} aria-hidden />
    </MenuButton>
  );
}
