/** The columns of the grid: which are shown, how wide, and which of them are on the screen. */
import type { ColumnInfo } from "@/model/types";
import type { GridView } from "./gridView";

export const NARROWEST = 48;
const WIDEST = 1_200;

export interface GridColumn {
  info: ColumnInfo;
  /** Its place in the records. */
  index: number;
  left: number;
  width: number;
  isNumber: boolean;
}

/** Of the column with the numbers of the records: as wide as the largest. */
export const numberWidth = (records: number): number =>
  Math.max(56, 24 + Math.ceil(7.6 * records.toLocaleString("en-US").length));

/** The columns side by side, behind the numbers. */
export function layColumns(columns: readonly ColumnInfo[], view: GridView, numbers: number): GridColumn[] {
  let left = numbers;
  return columns
    .map((info, index) => ({ info, index }))
    .filter(({ info }) => !view.hidden.includes(info.name))
    .map(({ info, index }) => {
      const width = view.widths[info.name] ?? usualWidth(info);
      const column = { info, index, left, width, isNumber: info.kinds.includes("number") };
      left += width;
      return column;
    });
}

/** Wide enough for the head; text gets more. */
function usualWidth({ name, type, kinds }: ColumnInfo): number {
  const head = 44 + 7 * (name.length + type.length);
  const least = kinds.includes("picture") ? 96 : kinds.includes("text") ? 180 : 136;
  return Math.min(320, Math.max(head, least));
}

export const clampWidth = (width: number): number => Math.max(NARROWEST, Math.min(WIDEST, Math.round(width)));

/** Those of which something is between two edges; a table may have thousands. */
export function visibleColumns(columns: readonly GridColumn[], left: number, width: number): GridColumn[] {
  return columns.filter((column) => column.left + column.width > left && column.left < left + width);
}
