/** What a bar of a column profile stands for, as filters. */
import type { ColumnProfile, Condition } from "@/model/types";

const RANGE = / to /;

export const isHistogram = (column: ColumnProfile): boolean =>
  (column.bars ?? []).length > 1 && (column.bars ?? []).every((bar) => RANGE.test(bar.label));

/** The filters that leave the records of a bar. Ranges include their lower end, the last one both. */
export function barConditions(column: ColumnProfile, index: number): Condition[] {
  const bars = column.bars ?? [];
  const label = bars[index]?.label ?? "";
  const { name } = column;
  if (!isHistogram(column)) {
    const cut = label.length >= 100 && label.endsWith("…");
    return [
      cut
        ? { column: name, op: "starts", value: label.slice(0, -1) }
        : { column: name, op: "=", value: label },
    ];
  }
  const [low, high] = label.split(RANGE);
  const conditions: Condition[] = [];
  // Labels are rounded, so the outermost ranges are open to what lies just beyond.
  if (index > 0 && low) conditions.push({ column: name, op: ">=", value: low });
  if (index < bars.length - 1 && high) conditions.push({ column: name, op: "<", value: high });
  return conditions;
}
