/** The keys of a tree: arrows walk and unfold, letters jump, Enter goes to the settings. */
import type { KeyboardEvent } from "react";
import type { Row } from "./rows";

interface Tree {
  rows: readonly Row[];
  current: Row | undefined;
  goTo: (row: Row, extend: boolean) => void;
  toggle: (row: Row) => void;
  configure: (row: Row) => void;
  openMenu: (row: Row) => void;
  remove: () => void;
}

export function useTreeKeys(tree: Tree) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const { rows, current } = tree;
    if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = rows.indexOf(current);
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) tree.openMenu(current);
    else if (event.key === "Enter") tree.configure(current);
    else if (event.key === "Delete") tree.remove();
    else if (event.key === "ArrowRight" && current.isOpen === false) tree.toggle(current);
    else if (event.key === "ArrowLeft" && current.isOpen) tree.toggle(current);
    else {
      const next = target(event.key, rows, at);
      if (!next) return;
      tree.goTo(next, event.shiftKey && event.key.startsWith("Arrow"));
    }
    event.preventDefault();
    event.stopPropagation();
  };
}

function target(key: string, rows: readonly Row[], at: number): Row | undefined {
  const current = rows[at];
  switch (key) {
    case "ArrowDown":
      return rows[at + 1] ?? current;
    case "ArrowUp":
      return rows[at - 1] ?? current;
    case "Home":
      return rows[0];
    case "End":
      return rows.at(-1);
    case "ArrowRight":
      return current?.isOpen ? rows[at + 1] : current;
    case "ArrowLeft":
      return rows.find((row) => row.key === current?.parent) ?? current;
    default:
      return /^[\p{L}\p{N}]$/u.test(key) ? startingWith(key, rows, at) : undefined;
  }
}

function startingWith(letter: string, rows: readonly Row[], at: number): Row | undefined {
  const ordered = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
  return ordered.find((row) => row.label.toLowerCase().startsWith(letter.toLowerCase()));
}
