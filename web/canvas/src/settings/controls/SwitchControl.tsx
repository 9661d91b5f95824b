/** Yes or no. */
import { Toggle } from "@/ui/Toggle";
import type { ControlProps } from "./ControlProps";

export function SwitchControl({ field, value, onChange, control }: ControlProps) {
  return (
    <Toggle
      id={control.id}
      describedBy={control["aria-describedby"]}
      label={field.title}
      checked={Boolean(value ?? field.fallback)}
      onChange={(checked) => onChange(checked)}
    />
  );
}
