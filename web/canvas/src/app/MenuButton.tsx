/** A button that opens a menu below itself. */
import { type ButtonHTMLAttributes, type ReactNode, useCallback, useState } from "react";
import { Menu, type MenuEntry } from "@/ui/Menu";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "onClick"> {
  label: string;
  /** Asked when the menu opens. */
  entries: () => readonly MenuEntry[];
  children: ReactNode;
}

export function MenuButton({ label, entries, children, ...rest }: Props) {
  const [menu, setMenu] = useState<{ x: number; y: number; entries: readonly MenuEntry[] } | null>(null);
  const close = useCallback(() => setMenu(null), []);
  return (
    <>
      <button
        type="button"
        title={label}
        {...rest}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={menu !== null}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          event.currentTarget.focus();
          setMenu({ x: box.left, y: box.bottom + 4, entries: entries() });
        }}
      >
        {children}
      </button>
      {menu && <Menu label={label} at={menu} entries={menu.entries} onClose={close} />}
    </>
  );
}
