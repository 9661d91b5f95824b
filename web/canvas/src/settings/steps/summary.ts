/** A step in one line: what it is called and what it does. */
import type { SettingField } from "../schema/schema";
import { counts, effective, type Values } from "../schema/values";

const PARTS = 4;

export function stepSummary(
  title: string,
  /** All items are of one kind: the first setting says more than the title that they share. */
  alike: boolean,
  fields: readonly SettingField[],
  values: Values,
): { name: string; text: string } {
  const shown = fields.filter((field) => counts(field, fields, values) && field.schema.group !== "Advanced");
  const [first] = shown;
  const named =
    alike && first?.schema.type === "string" && typeof values[first.name] === "string" && values[first.name];
  const rest = named ? shown.slice(1) : shown;
  const parts = rest
    .map((field) => effective(values, field))
    .filter((value) => value !== "" && value !== null && value !== undefined && typeof value !== "boolean")
    .slice(0, PARTS)
    .map((value) => (Array.isArray(value) ? value.join(", ") : String(value)));
  return { name: named ? String(named) : title, text: parts.join(" · ") };
}
