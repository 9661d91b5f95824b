/** A parameter made of a setting. */
import { freshName, slug } from "@/model/names";
import type { Parameter } from "@/model/types";
import type { SettingField } from "../schema/schema";

/** Its name, which no other has, and what it holds. */
export function newParameter(
  taken: Readonly<Record<string, Parameter>>,
  field: SettingField,
  value: unknown,
): [name: string, parameter: Parameter] {
  const now = (value ?? field.fallback) as Parameter["default"];
  const name = freshName(slug(field.title.replace(/ \(.*\)$/, ""), "parameter"), Object.keys(taken));
  const { choices, type } = typeOf(field);
  return [
    name,
    {
      type,
      ...(now === undefined || now === null ? {} : { default: now }),
      ...(choices ? { choices } : {}),
      ...(field.help ? { description: field.help.split(". ")[0]?.replace(/\.$/, "") ?? "" } : {}),
    },
  ];
}

function typeOf({ schema }: SettingField): { type: Parameter["type"]; choices?: string[] } {
  if (schema.enum) return { type: "choice", choices: schema.enum.map(String) };
  if (schema.widget === "file" || schema.widget === "folder") return { type: schema.widget };
  if (schema.type === "integer" || schema.type === "number" || schema.type === "boolean")
    return { type: schema.type };
  return { type: "text" };
}
