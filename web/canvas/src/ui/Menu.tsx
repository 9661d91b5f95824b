/** A menu at a point of the window: arrows move, letters jump, Escape closes and gives the focus back. */
import type { LucideIcon } from "lucide-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { isForDesk } from "./keys";
import styles from "./Menu.module.css";

export interface MenuItem {
  label: string;
  run: () => void;
  icon?: LucideIcon;
  keys?: string;
  disabled?: boolean;
  danger?: boolean;
  checked?: boolean;
}

export type MenuEntry = MenuItem | "separator";

interface Props {
  label: string;
  at: { x: number; y: number };
  entries: readonly MenuEntry[];
  onClose: () => void;
}

export function Menu({ label, at, entries, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef(document.activeElement as HTMLElement | null);
  const [place, setPlace] = useState(at);
  useLayoutEffect(() => {
    const box = menu.current?.getBoundingClientRect();
    if (!box) return;
    setPlace({
      x: Math.max(4, Math.min(at.x, window.innerWidth - box.width - 8)),
      y: Math.max(4, Math.min(at.y, window.innerHeight - box.height - 8)),
    });
  }, [at]);
  useEffect(() => {
    const back = opener.current;
    items(menu.current)[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (!menu.current?.contains(event.target as globalThis.Node)) onClose();
    };
    window.addEventListener("pointerdown", outside, true);
    return () => {
      window.removeEventListener("pointerdown", outside, true);
      if (document.activeElement === document.body || menu.current?.contains(document.activeElement))
        back?.focus();
    };
  }, [onClose]);

  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of the desk, such as Ctrl+S, do there what they do; the menu is done with.
    if (isForDesk(event)) return onClose();
    event.stopPropagation();
    const all = items(menu.current);
    const here = all.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (step) all[(here + step + all.length) % all.length]?.focus();
    else if (event.key === "Home") all[0]?.focus();
    else if (event.key === "End") all.at(-1)?.focus();
    else if (event.key.length === 1) startingWith(all, here, event.key)?.focus();
    else return;
    if (event.key !== "Tab") event.preventDefault();
  };

  return createPortal(
    <div
      ref={menu}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className={styles.menu}
      style={{ left: place.x, top: place.y }}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      {entries.map((entry, index) =>
        entry === "separator" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a separator is nothing but its place
          <hr key={index} className={styles.separator} />
        ) : (
          <button
            key={entry.label}
            type="button"
            {...roleOf(entry)}
            tabIndex={-1}
            disabled={entry.disabled}
            className={entry.danger ? styles.danger : ""}
            onClick={() => {
              onClose();
              entry.run();
            }}
          >
            <span className={styles.icon}>
              {entry.icon && <entry.icon size={16} strokeWidth={1.75} aria-hidden />}
              {entry.checked && "✓"}
            </span>
            <span className={styles.label}>{entry.label}</span>
            {entry.keys && <kbd>{entry.keys}</kbd>}
          </button>
        ),
      )}
    </div>,
    document.body,
  );
}

function roleOf(entry: MenuItem) {
  return entry.checked === undefined
    ? { role: "menuitem" }
    : { role: "menuitemcheckbox", "aria-checked": entry.checked };
}

function items(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>("button:not(:disabled)") ?? [])];
}

function startingWith(all: HTMLElement[], here: number, letter: string): HTMLElement | undefined {
  const ordered = [...all.slice(here + 1), ...all.slice(0, here + 1)];
  return ordered.find((item) => item.textContent?.toLowerCase().startsWith(letter.toLowerCase()));
}
