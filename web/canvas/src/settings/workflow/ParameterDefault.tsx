/** The default of a parameter, with the control of its type. */
import { useId } from "react";
import type { Parameter } from "@/model/types";
import { Select } from "@/ui/Select";
import { Toggle } from "@/ui/Toggle";
import { NumberControl } from "../controls/NumberControl";
import { DraftField } from "../form/DraftField";
import styles from "./ParameterDefault.module.css";
import { converted } from "./parameterValues";

/** What a number is for the control of settings, of which a parameter knows less. */
const NUMBER = { help: "", nullable: false, fallback: undefined, required: true } as const;

interface Props {
  name: string;
  parameter: Parameter;
  onChange: (value: unknown) => void;
}

export function ParameterDefault({ name, parameter, onChange }: Props) {
  const id = useId();
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
  if (type === "number" || type === "integer")
    return (
      <div className={styles.number}>
        <NumberControl
          field={{ ...NUMBER, name, title: label, schema: { type } }}
          path={name}
          value={now}
          control={{ id, "aria-label": label, "aria-describedby": undefined, "aria-invalid": undefined }}
          onChange={(next) => onChange(converted(next, type))}
        />
      </div>
    );
  return (
    <DraftField
      label={label}
      bare
      most={null}
      value={now === undefined || now === null ? "" : String(now)}
      placeholder={now === "" ? "Empty" : "Must be given"}
      onChange={(text) => onChange(converted(text, type))}
    />
  );
}
