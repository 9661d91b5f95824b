/** The default of a parameter, with the control of its type. */
import type { Parameter } from "@/model/types";
import { Select } from "@/ui/Select";
import { Toggle } from "@/ui/Toggle";
import { DraftField } from "../form/DraftField";
import { converted } from "./parameterValues";

interface Props {
  name: string;
  parameter: Parameter;
  onChange: (value: unknown) => void;
}

export function ParameterDefault({ name, parameter, onChange }: Props) {
  const type = parameter.type ?? "text";
  const now: unknown = parameter.default;
  const label = `Default of ${name}`;
  if (type === "boolean") return <Toggle label={label} checked={now === true} onChange={onChange} />;
  if (type === "choice" && parameter.choices?.length)
    return (
      <Select
        aria-label={label}
        value={String(now ?? "")}
        choices={["", ...parameter.choices].map((each) => ({ value: each, label: each || "None" }))}
        onChange={(next) => onChange(next || undefined)}
      />
    );
  return (
    <DraftField
      label={label}
      bare
      most={null}
      late={type === "number" || type === "integer"}
      value={now === undefined || now === null ? "" : String(now)}
      placeholder="Must be given"
      onChange={(text) => onChange(converted(text, type))}
    />
  );
}
