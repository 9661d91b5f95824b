/** Columns as choices: those of the right kind first, the others with the reason why not. */
import type { ColumnInfo } from "@/model/types";
import type { Option } from "./ComboBox";
import { TypeChip } from "./TypeChip";

const KINDS: Readonly<Record<string, string>> = {
  text: "text",
  number: "numbers",
  integer: "whole numbers",
  bool: "yes or no",
  time: "dates or times",
  picture: "pictures",
  label: "text, whole numbers, or yes and no",
  target: "text, numbers, yes and no, or lists of labels",
};

/** Why a column is not of the kind; null where it is. */
export function columnRefusal(column: ColumnInfo, kind: string): string | null {
  if (kind === "any" || column.kinds.includes(kind)) return null;
  return `Holds ${column.type}; wanted: ${KINDS[kind] ?? kind}`;
}

export function columnOptions(columns: readonly ColumnInfo[], kind: string): Option[] {
  const options = columns.map((column) => ({
    value: column.name,
    label: column.name,
    before: <TypeChip type={column.type} />,
    refusal: columnRefusal(column, kind) ?? undefined,
  }));
  return [...options.filter((each) => !each.refusal), ...options.filter((each) => each.refusal)];
}
