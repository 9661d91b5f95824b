/** What can be done with a column of the grid. */
import {
  ArrowDown,
  ArrowDownUp,
  ArrowUp,
  Copy,
  EyeOff,
  Filter,
  FilterX,
  UnfoldHorizontal,
} from "lucide-react";
import type { MenuEntry } from "@/ui/Menu";
import { copyColumn } from "./copy";
import { clampWidth, type GridColumn, hasLatePictures } from "./gridColumns";
import { changeView, filterColumn, type GridView } from "./gridView";
import type { Records } from "./records";

const STEP = 48;

interface Asked {
  place: string;
  view: GridView;
  records: Records;
  columns: readonly GridColumn[];
  column: number;
  onFilter: (column: string) => void;
}

/** Switches between pictures before all else and the order of the data. */
export const picturesFirst = (place: string, view: GridView) => ({
  label: "Pictures first",
  checked: view.picturesFirst,
  run: () => changeView(place, { picturesFirst: !view.picturesFirst }),
});

export function columnMenu({ place, view, records, columns, column, onFilter }: Asked): MenuEntry[] {
  const chosen = columns[column];
  if (!chosen) return [];
  const { name } = chosen.info;
  const widen = (by: number) =>
    changeView(place, { widths: { ...view.widths, [name]: clampWidth(chosen.width + by) } });
  const filtered = view.conditions.some((each) => each.column === name);
  const sort = (label: string, icon: typeof ArrowUp, sorted: string, descending: boolean) => ({
    label,
    icon,
    disabled: view.sort === sorted && (!sorted || view.descending === descending),
    run: () => changeView(place, { sort: sorted, descending }),
  });
  return [
    sort("Sort ascending", ArrowUp, name, false),
    sort("Sort descending", ArrowDown, name, true),
    sort("Do not sort", ArrowDownUp, "", false),
    "separator",
    { label: `Filter ${name}`, icon: Filter, run: () => onFilter(name) },
    ...(filtered
      ? [
          {
            label: "Remove its filter",
            icon: FilterX,
            run: () => filterColumn(place, view, name, []),
          },
        ]
      : []),
    { label: "Copy column", icon: Copy, run: () => void copyColumn(records, columns, column) },
    "separator",
    { label: "Wider", icon: UnfoldHorizontal, run: () => widen(STEP) },
    { label: "Narrower", icon: UnfoldHorizontal, run: () => widen(-STEP) },
    {
      label: "Hide column",
      icon: EyeOff,
      disabled: columns.length < 2,
      run: () => changeView(place, { hidden: [...view.hidden, name] }),
    },
    ...(hasLatePictures(records.head?.columns ?? []) ? [picturesFirst(place, view)] : []),
  ];
}
