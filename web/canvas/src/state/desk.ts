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
export type LearningPart = "curves" | "numbers" | "mistakes" | "try" | "model";
export type Panel = "palette" | "settings" | "results";
export type Drawer = "palette" | "settings";

interface DeskState {
  theme: Theme;
  /** Widths of palette and settings, height of results, in pixels. */
  sizes: Record<Panel, number>;
  folded: Record<Panel, boolean>;
  favourites: string[];
  /** Palette categories that are folded. */
  closedCategories: string[];
  resultsTab: ResultsTab;
  /** The part of Learning that was looked at last. */
  learningPart: LearningPart;
  /** Show the outline in place of the palette. */
  outline: boolean;
  /** Null as long as nobody chose: then the size of the canvas decides. */
  minimap: boolean | null;
  /** On a narrow window palette and settings lie over the desk, one at a time. Not remembered. */
  narrow: boolean;
  drawer: Drawer | null;
}

const SIZES: Readonly<Record<Panel, number>> = { palette: 236, settings: 340, results: 268 };

export const useDesk = create<DeskState>()(
  persist(
    (): DeskState => ({
      theme: "system",
      sizes: { ...SIZES },
      folded: { palette: false, settings: false, results: false },
      favourites: [],
      closedCategories: [],
      resultsTab: "records",
      learningPart: "curves",
      outline: false,
      minimap: null,
      narrow: false,
      drawer: null,
    }),
    {
      name: "weft-desk",
      version: 2,
      // At first the overview was on by itself; that it was there says nothing of what is wanted.
      migrate: (kept) => ({ ...(kept as DeskState), minimap: (kept as DeskState).minimap && null }),
      partialize: ({ narrow: _narrow, drawer: _drawer, ...remembered }) => remembered,
    },
  ),
);

/** Fold or show a panel; on a narrow window palette and settings come over the desk instead. */
export function setFolded(panel: Panel, folded: boolean): void {
  const { narrow, drawer } = useDesk.getState();
  if (panel === "results" || !narrow) {
    useDesk.setState((state) => ({ folded: { ...state.folded, [panel]: folded } }));
  } else if (!folded) useDesk.setState({ drawer: panel });
  else if (drawer === panel) useDesk.setState({ drawer: null });
}

/** Whether a panel is out of sight. */
export function isFolded(
  panel: Panel,
  { folded, narrow, drawer }: Pick<DeskState, "folded" | "narrow" | "drawer">,
): boolean {
  return narrow && panel !== "results" ? drawer !== panel : folded[panel];
}

export const toggleFolded = (panel: Panel): void => setFolded(panel, !isFolded(panel, useDesk.getState()));

export function toggleCategory(category: string): void {
  useDesk.setState(({ closedCategories }) => ({
    closedCategories: closedCategories.includes(category)
      ? closedCategories.filter((each) => each !== category)
      : [...closedCategories, category],
  }));
}

/** The desk as it was on the first day; favourites stay. */
export function resetLayout(): void {
  useDesk.setState({ sizes: { ...SIZES }, folded: { palette: false, settings: false, results: false } });
}

export function toggleFavourite(tool: string): void {
  useDesk.setState(({ favourites }) => ({
    favourites: favourites.includes(tool)
      ? favourites.filter((each) => each !== tool)
      : [...favourites, tool],
  }));
}
