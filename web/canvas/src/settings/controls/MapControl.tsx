/** Values by name. */
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/Button";
import { IconButton } from "@/ui/IconButton";
import { TextField } from "@/ui/TextField";
import { SettingRow } from "../form/SettingRow";
import type { SettingField } from "../schema/schema";
import { asValues } from "../schema/values";
import type { ControlProps } from "./ControlProps";
import styles from "./controls.module.css";

export function MapControl({ field, path, value, onChange }: ControlProps) {
  const [name, setName] = useState("");
  const values = asValues(value ?? field.fallback);
  const extra = field.schema.additionalProperties;
  const schema = typeof extra === "object" ? extra : {};
  const taken = name.trim() === "" || name.trim() in values;
  const add = () => {
    if (!taken) onChange({ ...values, [name.trim()]: schema.default ?? (schema.type === "string" ? "" : 0) });
    setName("");
  };
  return (
    <>
      {Object.keys(values).map((key) => {
        const inner: SettingField = {
          name: key,
          title: key,
          help: "",
          schema,
          nullable: false,
          fallback: undefined,
          required: true,
        };
        return (
          <div key={key} className={styles.item}>
            <SettingRow
              field={inner}
              path={`${path}.${key}`}
              value={values[key]}
              onChange={(next, how) => onChange({ ...values, [key]: next ?? "" }, how)}
            />
            <IconButton
              icon={X}
              size={14}
              label={`Remove ${key}`}
              onClick={() =>
                onChange(Object.fromEntries(Object.entries(values).filter(([each]) => each !== key)))
              }
            />
          </div>
        );
      })}
      <div className={styles.item}>
        <TextField
          aria-label={`New name in ${field.title}`}
          placeholder="Name"
          value={name}
          onChange={setName}
          onKeyDown={(event) => event.key === "Enter" && add()}
        />
        <Button kind="quiet" icon={Plus} disabled={taken} onClick={add}>
          Add
        </Button>
      </div>
    </>
  );
}
