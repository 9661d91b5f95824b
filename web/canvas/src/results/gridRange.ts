/** The active cell of a grid and the range that is selected with it. Row -1 is the head, column -1 the numbers. */

export interface At {
  row: number;
  column: number;
}

export interface Range {
  active: At;
  /** The other corner of what is selected. */
  corner: At;
}

export const START: Range = { active: { row: 0, column: 0 }, corner: { row: 0, column: 0 } };

export interface Extent {
  rows: number;
  columns: number;
  /** Rows that fit on the screen. */
  page: number;
}

/** Where a key leads from a cell; null for any other key. */
export function moved(at: At, key: string, ctrl: boolean, extent: Extent): At | null {
  const lastRow = extent.rows - 1;
  const lastColumn = extent.columns - 1;
  switch (key) {
    case "ArrowUp":
      return { ...at, row: ctrl ? Math.min(0, at.row) : Math.max(-1, at.row - 1) };
    case "ArrowDown":
      return { ...at, row: ctrl ? lastRow : Math.min(lastRow, at.row + 1) };
    case "ArrowLeft":
      return { ...at, column: ctrl ? 0 : Math.max(0, at.column - 1) };
    case "ArrowRight":
      return { ...at, column: ctrl ? lastColumn : Math.min(lastColumn, at.column + 1) };
    case "Home":
      return { row: ctrl ? 0 : at.row, column: 0 };
    case "End":
      return { row: ctrl ? lastRow : at.row, column: lastColumn };
    case "PageUp":
      return { ...at, row: Math.max(0, at.row - extent.page) };
    case "PageDown":
      return { ...at, row: Math.min(lastRow, at.row + extent.page) };
    default:
      return null;
  }
}

export interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export function boxOf({ active, corner }: Range): Box {
  return {
    top: Math.max(0, Math.min(active.row, corner.row)),
    bottom: Math.max(active.row, corner.row),
    left: Math.min(active.column, corner.column),
    right: Math.max(active.column, corner.column),
  };
}

export const isIn = (box: Box, row: number, column: number): boolean =>
  row >= box.top && row <= box.bottom && column >= box.left && column <= box.right;
