/** The context menu of whatever was clicked on the canvas. */
import { Menu } from "@/ui/Menu";
import { closeMenu, useMenu } from "../state/menu";
import { entriesOf, menuLabel } from "./entries";

export function CanvasMenu() {
  const menu = useMenu((state) => state.menu);
  if (!menu) return null;
  return (
    <Menu
      key={JSON.stringify(menu.subject)}
      label={menuLabel(menu.subject)}
      at={menu.screen}
      entries={entriesOf(menu.subject, menu.screen)}
      onClose={closeMenu}
    />
  );
}
