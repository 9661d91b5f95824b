/** What else can be done with a setting: help, parameters, back to the default. */
import { Ellipsis } from "lucide-react";
import { useCallback, useState } from "react";
import { IconButton } from "@/ui/IconButton";
import { Menu, type MenuEntry } from "@/ui/Menu";
import type { SettingField } from "../schema/schema";
import { parameterIn } from "../schema/values";
import { type Change, useForm } from "./FormContext";

interface Props {
  field: SettingField;
  path: string;
  value: unknown;
  onChange: Change;
  toggleHelp: () => void;
  /** It may be a parameter: it is no list and no group. */
  plain: boolean;
}

export function FieldMenu({ field, path, value, onChange, toggleHelp, plain }: Props) {
  const form = useForm();
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const close = useCallback(() => setAt(null), []);
  const entries: MenuEntry[] = [];
  if (field.help) entries.push({ label: "Show or hide the help", run: toggleHelp });
  if (value !== undefined && !field.required)
    entries.push({ label: "Back to the default", run: () => onChange(undefined) });
  if (plain && parameterIn(value) === null) {
    if (entries.length) entries.push("separator");
    for (const name of Object.keys(form.parameters))
      entries.push({ label: `Use the parameter ${name}`, run: () => onChange(`\${${name}}`) });
    entries.push({
      label: "Make a parameter of this",
      run: () => form.makeParameter(field, path, value),
    });
  }
  if (!entries.length) return null;
  return (
    <>
      <IconButton
        icon={Ellipsis}
        size={14}
        label={`More on ${field.title}`}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt({ x: box.left, y: box.bottom + 4 });
        }}
      />
      {at && <Menu label={field.title} at={at} entries={entries} onClose={close} />}
    </>
  );
}
