/** A choice of several values. A value that is none of them stays in sight. */
import { Select } from "@/ui/Select";
import { choiceLabel } from "../schema/schema";
import type { ControlProps } from "./ControlProps";

/** No value of a choice is called so. */
const AUTOMATIC = "\u0000";

export function ChoiceControl({ field, value, onChange, control }: ControlProps) {
  const values = field.schema.enum ?? [];
  const now = value ?? field.fallback ?? null;
  const choices = values.map((each) => ({ value: String(each), label: choiceLabel(each) }));
  if (field.nullable || now === null) choices.unshift({ value: AUTOMATIC, label: "Automatic" });
  else if (!values.includes(now)) choices.push({ value: String(now), label: `${now} (not possible)` });
  return (
    <Select
      {...control}
      value={now === null ? AUTOMATIC : String(now)}
      choices={choices}
      onChange={(text) => onChange(text === AUTOMATIC ? null : values.find((each) => String(each) === text))}
    />
  );
}
