/** Values of settings: what is kept in the document, and what only repeats a default. */
import { isObject, same } from "@/model/json";
import type { SettingField } from "./schema";

export type Values = Readonly<Record<string, unknown>>;

export const isValues = (value: unknown): value is Values => isObject(value);
export const asValues = (value: unknown): Values => (isObject(value) ? value : {});
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The values with one changed; what equals the default is left out, so that files stay small. */
export function withSetting(values: Values, field: SettingField, next: unknown): Values {
  const { [field.name]: _, ...others } = values;
  if (next === undefined || (!field.required && same(next, field.fallback))) return others;
  return field.name in values
    ? Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, key === field.name ? next : value]),
      )
    : { ...values, [field.name]: next };
}

/** What a setting is now: its own value, else the default. */
export const effective = (values: Values, field: SettingField): unknown =>
  field.name in values ? values[field.name] : field.fallback;

/** Whether a setting counts, by the values of those beside it. */
export function counts(field: SettingField, fields: readonly SettingField[], values: Values): boolean {
  return Object.entries(field.schema.when ?? {}).every(([name, wanted]) => {
    const other = fields.find((each) => each.name === name);
    const value = other ? effective(values, other) : values[name];
    return parameterIn(value) !== null || wanted.includes(value);
  });
}

/** The parameter that a setting is: `${epochs}` and nothing else. */
export function parameterIn(value: unknown): string | null {
  return typeof value === "string" ? (/^\$\{([^{}]+)\}$/.exec(value)?.[1] ?? null) : null;
}

/** The parameters that stand inside a longer text. */
export function parametersIn(value: unknown): string[] {
  if (typeof value !== "string" || parameterIn(value) !== null) return [];
  return [...value.matchAll(/(?<!\$)\$\{([^{}]+)\}/g)].map((match) => match[1] ?? "");
}

/** `steps.0.scale.width`, as the server names it, gives `steps.0.width`: without the kind of the item. */
export function fieldPath(path: string, settings: Values): string {
  const kept: string[] = [];
  let value: unknown = settings;
  for (const part of path.split(".")) {
    if (isValues(value) && !(part in value) && Object.values(value).includes(part)) continue;
    kept.push(part);
    value = Array.isArray(value) ? value[Number(part)] : asValues(value)[part];
  }
  return kept.join(".");
}
