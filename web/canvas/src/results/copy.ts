/** Copies cells as text that spreadsheets take. */
import { counted } from "@/model/text";
import { notify } from "@/state/notices";
import { toTsv } from "./cells";
import type { GridColumn } from "./gridColumns";
import type { Box } from "./gridRange";
import type { Records } from "./records";

/** More is a download. */
export const MOST_COPIED = 100_000;

/** Copy a range of cells; what is not loaded is fetched. */
export async function copyCells(
  records: Records,
  columns: readonly GridColumn[],
  box: Box,
  withNames: boolean,
): Promise<void> {
  const chosen = columns.slice(box.left, box.right + 1);
  const end = Math.min(box.bottom + 1, box.top + MOST_COPIED);
  const names = chosen.map((column) => column.info.name);
  try {
    const rows = await records.slice(box.top, end, names);
    await navigator.clipboard.writeText(toTsv(withNames ? [names, ...rows] : rows));
    const rest = box.bottom + 1 > end ? `, the first of ${counted(box.bottom + 1 - box.top, "record")}` : "";
    notify("info", `Copied ${counted(names.length, "column")} of ${counted(rows.length, "record")}${rest}`);
  } catch (error) {
    notify("error", `Nothing was copied: ${(error as Error).message}`);
  }
}

/** Copy a whole column, with its name. */
export function copyColumn(records: Records, columns: readonly GridColumn[], column: number): Promise<void> {
  const bottom = Math.max(0, (records.head?.matching ?? 0) - 1);
  return copyCells(records, columns, { top: 0, bottom, left: column, right: column }, true);
}
