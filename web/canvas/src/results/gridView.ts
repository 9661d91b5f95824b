/** How the records of an output are shown: order, filters, columns. Kept while the window is open. */
import { useMemo } from "react";
import { create } from "zustand";
import type { Condition } from "@/model/types";
import { useWorkflow } from "@/state/workflow";

export interface GridView {
  /** The column to sort by; empty for the order of the output. */
  sort: string;
  descending: boolean;
  conditions: readonly Condition[];
  search: string;
  hidden: readonly string[];
  /** Columns of pictures stand before the others. */
  picturesFirst: boolean;
  widths: Readonly<Record<string, number>>;
}

const PLAIN: GridView = {
  sort: "",
  descending: false,
  conditions: [],
  search: "",
  hidden: [],
  picturesFirst: true,
  widths: {},
};

const useViews = create<{ views: Readonly<Record<string, GridView>> }>(() => ({ views: {} }));

const keyOf = (path: string, place: string): string => `${path} ${place}`;

export function useGridView(place: string): GridView {
  const path = useWorkflow((state) => state.path);
  return useViews((state) => state.views[keyOf(path, place)] ?? PLAIN);
}

export function changeView(place: string, change: Partial<GridView>): void {
  const key = keyOf(useWorkflow.getState().path, place);
  useViews.setState(({ views }) => ({ views: { ...views, [key]: { ...(views[key] ?? PLAIN), ...change } } }));
}

/** Ascending, descending, as it came. */
export function cycleSort(place: string, view: GridView, column: string): void {
  if (view.sort !== column) changeView(place, { sort: column, descending: false });
  else if (!view.descending) changeView(place, { descending: true });
  else changeView(place, { sort: "", descending: false });
}

/** Replaces all filters of a column. */
export function filterColumn(
  place: string,
  view: GridView,
  column: string,
  conditions: readonly Condition[],
): void {
  const others = view.conditions.filter((each) => each.column !== column);
  changeView(place, { conditions: [...others, ...conditions] });
}

/** Words for a filter: `Class = bart`. */
export function conditionText({ column, op, value }: Condition): string {
  if (op === "empty") return `${column} is empty`;
  if (op === "not empty") return `${column} is not empty`;
  return `${column} ${op === "starts" ? "starts with" : op} ${value ?? ""}`;
}

/** The part of a view that the service answers, as an address has it. */
export function useSelectionQuery(view: GridView) {
  const { sort, descending, conditions, search } = view;
  return useMemo(
    () => ({
      sort: sort || undefined,
      descending: (sort && descending) || undefined,
      filter: conditions.length ? JSON.stringify(conditions) : undefined,
      search: search || undefined,
    }),
    [sort, descending, conditions, search],
  );
}
