/** What suits the column that a setting is about, and what an expression begins with. */
import type { ColumnInfo } from "@/model/types";
import type { SettingField } from "./schema";
import { counts, effective, type Values, withSetting } from "./values";

type Columns = (anchor: string) => readonly ColumnInfo[] | null;

/** The setting with the choices that suit; null where it does not suit as a whole. What is set stays. */
export function suited(
  field: SettingField,
  fields: readonly SettingField[],
  values: Values,
  columns: Columns,
): SettingField | null {
  const { for_column: wanted, enum: choices } = field.schema;
  const beside = wanted && fields.find((each) => each.name === wanted.setting);
  const column =
    beside &&
    columns(beside.schema.column?.anchor ?? "")?.find((each) => each.name === effective(values, beside));
  if (!wanted || !column) return field;
  const fits = (kinds: readonly string[] | undefined) =>
    !kinds || kinds.some((kind) => kind === column.type || column.kinds.some((each) => each === kind));
  if (!fits(wanted.kinds) && !(field.name in values)) return null;
  const kept = choices?.filter(
    (each) => fits(wanted.choices?.[String(each)]) || each === effective(values, field),
  );
  return kept ? { ...field, schema: { ...field.schema, enum: kept } } : field;
}

/** An expression that comes to count while it is empty begins with what the node has done so far. */
export function begun(
  fields: readonly SettingField[],
  before: Values,
  after: Values,
  annotation: string | undefined,
): Values {
  const wanting = fields.filter(
    (field) =>
      field.schema.from_annotation &&
      !counts(field, fields, before) &&
      counts(field, fields, after) &&
      !effective(after, field),
  );
  return wanting.reduce((values, field) => withSetting(values, field, annotation || undefined), after);
}
