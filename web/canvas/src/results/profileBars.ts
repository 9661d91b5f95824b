/** What a bar of a column profile stands for, as filters. */
import type { ColumnProfile, Condition } from "@/model/types";

export const isHistogram = (column: ColumnProfile): boolean =>
  column.bars.length > 1 && column.bars.every((bar) => bar.low !== null);

/** The filters that leave the records of a bar. Ranges include their lower end, the last one both. */
export function barConditions({ name, bars }: ColumnProfile, index: number): Condition[] {
  const bar = bars[index];
  if (!bar) return [];
  const { label, low, high } = bar;
  if (low !== null && high !== null && low !== high) {
    const upTo = index === bars.length - 1 ? "<=" : "<";
    return [
      { column: name, op: ">=", value: low },
      { column: name, op: upTo, value: high },
    ];
  }
  const isCut = low === null && label.length >= 100 && label.endsWith("…");
  if (isCut) return [{ column: name, op: "starts", value: label.slice(0, -1) }];
  return [{ column: name, op: "=", value: low ?? label }];
}
