/** The columns of the grid: which are shown, how wide, and which of them are on the screen. */
import type { ColumnInfo, RecordsPage } from "@/model/types";
import type { GridView } from "./gridView";
import type { Cell } from "./records";

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

const isPicture = (info: ColumnInfo): boolean => info.kinds.includes("picture");

/** Whether pictures stand behind other columns in the data, so that there is something to put first. */
export function hasLatePictures(columns: readonly ColumnInfo[]): boolean {
  const first = columns.findIndex((info) => !isPicture(info));
  return first >= 0 && columns.slice(first).some(isPicture);
}

/** The columns side by side, behind the numbers. */
export function layColumns(columns: readonly ColumnInfo[], view: GridView, numbers: number): GridColumn[] {
  let left = numbers;
  const shown = columns
    .map((info, index) => ({ info, index }))
    .filter(({ info }) => !view.hidden.includes(info.name));
  const ordered = view.picturesFirst
    ? [...shown.filter(({ info }) => isPicture(info)), ...shown.filter(({ info }) => !isPicture(info))]
    : shown;
  return ordered.map(({ info, index }) => {
    const width = view.widths[info.name] ?? usualWidth(info);
    const column = { info, index, left, width, isNumber: info.kinds.includes("number") };
    left += width;
    return column;
  });
}

const SHORT = 20;
/** Fewer records do not tell whether values repeat. */
const ENOUGH = 6;

/** The text columns whose values on a page are short and repeat, as those of classes do. */
export function labelColumns({ columns, rows }: Pick<RecordsPage, "columns" | "rows">): ReadonlySet<string> {
  const found = columns.filter((info, index) => {
    if (rows.length < ENOUGH || !info.kinds.includes("text")) return false;
    const values = rows.map((row) => row[index]).filter((value) => value !== null);
    const isShort = (value: Cell | undefined) =>
      typeof value === "string" && value.length <= SHORT && !/[\\/\n]/.test(value);
    return values.length > 0 && values.every(isShort) && new Set(values).size * 2 <= values.length;
  });
  return new Set(found.map((info) => info.name));
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
