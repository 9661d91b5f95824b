/** Help: the shortcuts, the start page with its samples, and which Weft this is. */
import { CircleHelp, House, Keyboard } from "lucide-react";
import { useConnection } from "@/state/connection";
import { notify } from "@/state/notices";
import icon from "@/ui/IconButton.module.css";
import type { MenuEntry } from "@/ui/Menu";
import { menuEntry } from "./entries";
import { MenuButton } from "./MenuButton";

function entries(): MenuEntry[] {
  const { service } = useConnection.getState();
  const about = service ? `Weft ${service.version}, folder ${service.workspace}` : "Weft";
  return [
    menuEntry("shortcuts", Keyboard),
    menuEntry("start-page", House),
    "separator",
    { label: "About this Weft", run: () => notify("info", about) },
  ];
}

export function HelpMenu() {
  return (
    <MenuButton label="Help" entries={entries} className={icon.button}>
      <CircleHelp size={18} strokeWidth={1.75} aria-hidden />
    </MenuButton>
  );
}
