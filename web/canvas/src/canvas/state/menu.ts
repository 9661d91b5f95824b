/** The context menu that is open on the canvas. */
import { create } from "zustand";
import type { Point } from "@/model/document";

export type MenuSubject =
  | { kind: "node"; id: string }
  | { kind: "selection" }
  | { kind: "connection"; id: string }
  | { kind: "anchor"; place: string; side: "input" | "output" }
  | { kind: "container"; id: string }
  | { kind: "comment"; id: string }
  | { kind: "home" }
  | { kind: "color"; of: "container" | "comment"; id: string }
  | { kind: "canvas"; at: Point };

interface MenuState {
  menu: { subject: MenuSubject; screen: Point } | null;
}

export const useMenu = create<MenuState>(() => ({ menu: null }));

export const openMenu = (subject: MenuSubject, screen: Point): void =>
  useMenu.setState({ menu: { subject, screen } });

export const closeMenu = (): void => useMenu.setState({ menu: null });
