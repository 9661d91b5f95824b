/** Several columns: ticked, in the order of ticking. */
import { useState } from "react";
import type { ColumnInfo } from "@/model/types";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/TextField";
import { useForm } from "../form/FormContext";
import { asList } from "../schema/values";
import styles from "./ColumnsControl.module.css";
import type { ControlProps } from "./ControlProps";
import { columnRefusal } from "./columns";
import { TypeChip } from "./TypeChip";
import { ValuesControl } from "./ValuesControl";

const SEARCH_FROM = 9;

export function ColumnsControl(props: ControlProps) {
  const form = useForm();
  const { anchor, kind } = props.field.schema.items?.column ?? { anchor: "in", kind: "any" };
  const columns = form.columns(anchor);
  const [query, setQuery] = useState("");
  if (columns === null || !form.isConnected(anchor)) {
    return (
      <>
        <ValuesControl {...props} />
        <span className={styles.hint}>
          {columns === null
            ? "Type names, or run once to know the columns"
            : "Connect the input to see its columns"}
        </span>
      </>
    );
  }
  const chosen = asList(props.value ?? props.field.fallback).map(String);
  const missing = chosen.filter((name) => !columns.some((column) => column.name === name));
  const fitting = columns.filter((column) => columnRefusal(column, kind) === null);
  const set = (names: readonly string[]) => props.onChange(names);
  const toggle = (name: string) =>
    set(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  const matches = ({ name }: ColumnInfo) => name.toLowerCase().includes(query.toLowerCase());
  const rows = [...fitting, ...columns.filter((column) => !fitting.includes(column))].filter(matches);
  return (
    <>
      {columns.length >= SEARCH_FROM && (
        <TextField
          type="search"
          aria-label={`Find in ${props.field.title}`}
          placeholder="Find a column"
          value={query}
          onChange={setQuery}
        />
      )}
      <div className={styles.rows}>
        {missing.map((name) => (
          <label key={name} className={styles.missing}>
            <input type="checkbox" checked onChange={() => toggle(name)} />
            <span>{name}</span>
            <span className={styles.note}>missing</span>
          </label>
        ))}
        {rows.map((column) => {
          const refusal = columnRefusal(column, kind);
          const place = chosen.indexOf(column.name);
          return (
            <label key={column.name} className={styles.row} data-refused={refusal !== null}>
              <input
                type="checkbox"
                checked={place >= 0}
                disabled={refusal !== null && place < 0}
                aria-describedby={props.control["aria-describedby"]}
                onChange={() => toggle(column.name)}
              />
              <TypeChip type={column.type} />
              <span>{column.name}</span>
              <span className={styles.note}>
                {refusal ?? (place >= 0 && chosen.length > 1 ? place + 1 : "")}
              </span>
            </label>
          );
        })}
      </div>
      <div className={styles.buttons}>
        <Button
          kind="quiet"
          onClick={() => set([...new Set([...chosen, ...fitting.map((each) => each.name)])])}
        >
          All
        </Button>
        <Button kind="quiet" onClick={() => set([])}>
          None
        </Button>
      </div>
    </>
  );
}
