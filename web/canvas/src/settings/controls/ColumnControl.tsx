/** A column of what arrives: chosen from a list, or typed while only a run can tell the columns. */
import { TriangleAlert } from "lucide-react";
import { useForm } from "../form/FormContext";
import { ComboBox } from "./ComboBox";
import type { ControlProps } from "./ControlProps";
import { columnOptions } from "./columns";
import styles from "./controls.module.css";
import { TypeChip } from "./TypeChip";

export function ColumnControl({ field, value, onChange, control }: ControlProps) {
  const form = useForm();
  const { anchor, kind } = field.schema.column ?? { anchor: "in", kind: "any" };
  const columns = form.columns(anchor);
  const fallback = typeof field.fallback === "string" ? field.fallback : "";
  const name = typeof value === "string" ? value : "";
  const found = columns?.find((column) => column.name === (name || fallback));
  const missing = columns !== null && name !== "" && !found;
  return (
    <>
      <ComboBox
        control={control}
        value={name}
        placeholder={fallback || "Choose a column"}
        options={columnOptions(columns ?? [], kind)}
        free={columns === null || !form.isConnected(anchor)}
        empty={emptyText(columns === null, form.isConnected(anchor))}
        before={
          found ? (
            <TypeChip type={found.type} />
          ) : missing ? (
            <TriangleAlert size={14} role="img" aria-label="Missing:" className={styles.missing} />
          ) : null
        }
        onChange={(next) => onChange(next || undefined)}
      />
      {columns === null && <span className={styles.hint}>Type a name, or run once to know the columns</span>}
    </>
  );
}

function emptyText(unknown: boolean, connected: boolean): string {
  if (!connected) return "Connect the input to see its columns";
  return unknown ? "Run once to know the columns" : "No column of this name";
}
