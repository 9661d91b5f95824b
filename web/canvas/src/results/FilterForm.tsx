/** One filter: column, comparison, value. */
import { type FormEvent, useId, useState } from "react";
import type { ColumnInfo, Condition } from "@/model/types";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { TextField } from "@/ui/TextField";
import styles from "./FilterForm.module.css";
import { changeView, useGridView } from "./gridView";

type Op = Condition["op"];
const WORDS: Readonly<Record<Op, string>> = {
  "=": "is",
  "!=": "is not",
  contains: "contains",
  starts: "starts with",
  ">": "greater than",
  ">=": "at least",
  "<": "less than",
  "<=": "at most",
  empty: "is empty",
  "not empty": "is not empty",
};
const ORDERED: readonly Op[] = ["=", "!=", ">", ">=", "<", "<=", "empty", "not empty"];
const TEXT: readonly Op[] = ["contains", "=", "!=", "starts", ">", "<", "empty", "not empty"];
const OBJECT: readonly Op[] = ["not empty", "empty"];

export function opsOf(column: ColumnInfo | undefined): readonly Op[] {
  const kinds = column?.kinds ?? [];
  if (kinds.includes("text")) return TEXT;
  return ["number", "time", "bool"].some((kind) => kinds.includes(kind)) ? ORDERED : OBJECT;
}

interface Props {
  place: string;
  columns: readonly ColumnInfo[];
  first: string;
  onClose: () => void;
}

export function FilterForm({ place, columns, first, onClose }: Props) {
  const view = useGridView(place);
  const id = useId();
  const [column, setColumn] = useState(first);
  const ops = opsOf(columns.find((each) => each.name === column));
  const [chosen, setOp] = useState<Op | null>(null);
  const op = chosen && ops.includes(chosen) ? chosen : (ops[0] ?? "not empty");
  const [value, setValue] = useState("");
  const needsValue = op !== "empty" && op !== "not empty";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const condition: Condition = { column, op, value: needsValue ? value : "" };
    changeView(place, { conditions: [...view.conditions, condition] });
    onClose();
  };
  return (
    <form
      className={styles.form}
      aria-label="Filter"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <label htmlFor={id}>Records where</label>
      <Select
        id={id}
        className={styles.column}
        choices={columns.map(({ name }) => ({ value: name, label: name }))}
        value={column}
        onChange={setColumn}
      />
      <Select
        aria-label="Comparison"
        choices={ops.map((each) => ({ value: each, label: WORDS[each] }))}
        value={op}
        onChange={(wanted) => setOp(wanted as Op)}
      />
      {needsValue && (
        <TextField
          autoFocus
          aria-label="Value"
          placeholder="Value"
          className={styles.value}
          value={value}
          onChange={setValue}
        />
      )}
      <Button type="submit" kind="primary" disabled={needsValue && !value && op !== "=" && op !== "!="}>
        Filter
      </Button>
      <Button kind="quiet" onClick={onClose}>
        Cancel
      </Button>
    </form>
  );
}
