/** The state of the desk: panels, theme, favourites, what the results show. Remembered by the browser. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

export type Theme = "system" | "light" | "dark";
export type ResultsTab =
  | "records"
  | "pictures"
  | "profile"
  | "learning"
  | "report"
  | "messages"
  | "history"
  | "problems";
export type Panel = "palette" | "settings" | "results";

interface DeskState {
  theme: Theme;
  /** Widths of palette and settings, height of results, in pixels. */
  sizes: Record<Panel, number>;
  folded: Record<Panel, boolean>;
  favourites: string[];
  /** Palette categories that are folded. */
  closedCategories: string[];
  resultsTab: ResultsTab;
  /** Show the outline in place of the palette. */
  outline: boolean;
  minimap: boolean;
}

export const useDesk = create<DeskState>()(
  persist(
    (): DeskState => ({
      theme: "system",
      sizes: { palette: 236, settings: 340, results: 268 },
      folded: { palette: false, settings: false, results: false },
      favourites: [],
      closedCategories: [],
      resultsTab: "records",
      outline: false,
      minimap: true,
    }),
    { name: "weft-desk", version: 1 },
  ),
);

export function setFolded(panel: Panel, folded: boolean): void {
  useDesk.setState((state) => ({ folded: { ...state.folded, [panel]: folded } }));
}

export function toggleFavourite(tool: string): void {
  useDesk.setState(({ favourites }) => ({
    favourites: favourites.includes(tool)
      ? favourites.filter((each) => each !== tool)
      : [...favourites, tool],
  }));
}
