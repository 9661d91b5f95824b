/** The list of Select as a grid of all columns: those listed, those that only arrive, and the unknown ones. */
import type { ColumnInfo } from "@/model/types";
import type { Values } from "../schema/values";

/** The name of the line that stands for all columns that are not listed. */
export const UNKNOWN = "*Unknown";

export interface SelectRow {
  column: string;
  keep: boolean;
  rename: string;
  type: string;
  /** The line of the settings as it is, with what the grid does not show; empty for a column not listed. */
  line: Values;
  /** Its place in the settings; null for a column that only arrives. */
  place: number | null;
  /** How it arrives; null for a missing column, for the unknown ones, and while columns are not known. */
  arrives: ColumnInfo | null;
}

export const isUnknown = (row: SelectRow): boolean => row.column === UNKNOWN;

export function rowsOf(
  lines: readonly Values[],
  unknown: boolean,
  columns: readonly ColumnInfo[],
): SelectRow[] {
  const listed = new Set(lines.map((line) => line.column));
  const others = columns
    .filter((column) => !listed.has(column.name))
    .map((column) => rowOf({ column: column.name, keep: unknown }, null, columns));
  const rows = lines.flatMap((line, place) => {
    const row = rowOf(line, place, columns);
    return isUnknown(row) ? [...others, { ...row, keep: row.keep && unknown }] : [row];
  });
  const last = rowOf({ column: UNKNOWN, keep: unknown }, null, columns);
  return listed.has(UNKNOWN) ? rows : [...rows, ...others, last];
}

function rowOf(line: Values, place: number | null, columns: readonly ColumnInfo[]): SelectRow {
  const column = String(line.column ?? "");
  return {
    column,
    keep: line.keep !== false,
    rename: typeof line.rename === "string" ? line.rename : "",
    type: typeof line.type === "string" ? line.type : "",
    line,
    place,
    arrives: columns.find((each) => each.name === column) ?? null,
  };
}

/** The rows after a change of one: a column that was not listed is, and all before it, so that none moves. */
export function changed(
  rows: readonly SelectRow[],
  index: number,
  change: Partial<Pick<SelectRow, "keep" | "rename" | "type">>,
): SelectRow[] {
  const target = rows[index];
  return rows.map((row, at) => {
    if (at === index) return { ...row, ...change, place: row.place ?? at };
    const lists = target?.place === null && !isUnknown(target) && at < index && !isUnknown(row);
    return lists ? { ...row, place: row.place ?? at } : row;
  });
}

/** All rows listed: what a change of the order needs. */
export const allListed = (rows: readonly SelectRow[]): SelectRow[] =>
  rows.map((row, at) => ({ ...row, place: row.place ?? at }));

/** The settings that the rows stand for, as short as they can be. */
export function settingsOf(
  rows: readonly SelectRow[],
  columns: readonly ColumnInfo[],
): { columns: Values[]; unknown: boolean } {
  const unknown = rows.find(isUnknown)?.keep ?? true;
  const listed = rows.filter((row) => row.place !== null);
  // Without a line of their own, unknown columns come last.
  const lines = (listed.at(-1) && isUnknown(listed.at(-1) as SelectRow) ? listed.slice(0, -1) : listed).map(
    lineOf,
  );
  const plain = lines.every(
    (line, at) => Object.keys(line).length === 1 && line.column === columns[at]?.name,
  );
  return { columns: unknown && plain ? [] : lines, unknown };
}

function lineOf(row: SelectRow): Values {
  const { keep: _, rename: __, type: ___, ...line } = row.line;
  return {
    ...line,
    column: row.column,
    ...(row.keep || isUnknown(row) ? {} : { keep: false }),
    ...(row.rename && row.rename !== row.column ? { rename: row.rename } : {}),
    ...(row.type ? { type: row.type } : {}),
  };
}
