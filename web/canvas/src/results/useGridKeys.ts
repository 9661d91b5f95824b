/** Keys and clicks of the grid: the focus stays on the grid, which names its active cell. */
import { type KeyboardEvent, type RefObject, useCallback, useRef } from "react";
import { cellText, isPicture } from "./cells";
import { copyCells } from "./copy";
import type { GridColumn } from "./gridColumns";
import { type At, boxOf, moved, type Range } from "./gridRange";
import { cycleSort, type GridView } from "./gridView";
import type { Cell, Records } from "./records";
import type { RowWindow } from "./useRowWindow";
import { openPicture } from "./viewer";

interface Grid {
  place: string;
  view: GridView;
  records: Records;
  columns: readonly GridColumn[];
  range: Range;
  setRange: (range: Range) => void;
  window: RowWindow;
  scroller: RefObject<HTMLElement | null>;
  openMenu: (column: number, at: { x: number; y: number }) => void;
  showCell: (shown: { title: string; cell: Cell }) => void;
}

export function useGridKeys(grid: Grid) {
  const now = useRef(grid);
  now.current = grid;

  const go = useCallback((at: At, extend: boolean) => {
    const { range, setRange, window, columns, scroller } = now.current;
    setRange({ active: at, corner: extend && at.row >= 0 ? range.corner : at });
    if (at.row >= 0) window.reveal(at.row);
    revealColumn(scroller.current, columns[at.column], columns[0]?.left ?? 0);
  }, []);

  const pick = useCallback(
    (row: number, column: number, extend: boolean) => {
      const { columns, range, setRange } = now.current;
      if (column >= 0) return go({ row, column }, extend);
      // The number of a record stands for all of it.
      const corner = { row: extend ? range.corner.row : row, column: columns.length - 1 };
      setRange({ active: { row, column: 0 }, corner });
    },
    [go],
  );

  const open = useCallback((row: number, at: number) => {
    const { columns, records, showCell } = now.current;
    const column = columns[at];
    const record = records.row(row);
    const cell = column && record?.cells[column.index];
    if (!column || !record || cell === undefined || cell === null) return;
    if (isPicture(cell)) void openPicture(records, column.index, row);
    else if (cellText(cell)) showCell({ title: `${column.info.name} of record ${record.number + 1}`, cell });
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (!handle(event, grid, go, open)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { onKeyDown, pick, open };
}

/** Does what a key means; tells whether it meant anything. */
function handle(
  event: KeyboardEvent<HTMLElement>,
  grid: Grid,
  go: (at: At, extend: boolean) => void,
  open: (row: number, column: number) => void,
): boolean {
  const { place, view, records, columns, range, setRange, window: rows, openMenu } = grid;
  const ctrl = event.ctrlKey || event.metaKey;
  const { active } = range;
  const extent = { rows: records.head?.matching ?? 0, columns: columns.length, page: rows.page };
  const isMenuKey = event.key === "ContextMenu" || (event.shiftKey && event.key === "F10");
  if (isMenuKey || (event.altKey && event.key === "ArrowDown")) {
    const box = event.currentTarget.getBoundingClientRect();
    const left = (columns[active.column]?.left ?? 0) - rows.scrollLeft;
    openMenu(active.column, { x: box.left + left, y: box.top + 34 });
    return true;
  }
  if (event.altKey) return false;
  const next = moved(active, event.key, ctrl, extent);
  if (next) go(next, event.shiftKey);
  else if (event.key === "Enter" && active.row >= 0) open(active.row, active.column);
  else if (event.key === "Enter" || (event.key === " " && active.row < 0)) {
    const column = columns[active.column];
    if (column) cycleSort(place, view, column.info.name);
  } else if (ctrl && event.key === "c") void copyCells(records, columns, boxOf(range), event.shiftKey);
  else if (ctrl && event.key === "a") {
    const corner = { row: extent.rows - 1, column: extent.columns - 1 };
    setRange({ active: { row: 0, column: 0 }, corner });
  } else return false;
  return true;
}

function revealColumn(scroller: HTMLElement | null, column: GridColumn | undefined, frozen: number): void {
  if (!scroller || !column) return;
  const right = column.left + column.width;
  if (column.left - frozen < scroller.scrollLeft) scroller.scrollLeft = column.left - frozen;
  else if (right > scroller.scrollLeft + scroller.clientWidth)
    scroller.scrollLeft = right - scroller.clientWidth;
}
