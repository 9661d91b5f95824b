/** Text Input: a table to type into, or to paste from a spreadsheet. */
import { Maximize2, Plus } from "lucide-react";
import { useState } from "react";
import { counted } from "@/model/text";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { IconButton } from "@/ui/IconButton";
import { Problems } from "@/ui/Problems";
import { useForm } from "../form/FormContext";
import type { GridProps } from "../form/GridProps";
import { CellTable } from "./CellTable";
import { fromCells, readCells, type Table, tableOf, withColumn } from "./cells";
import styles from "./TextGrid.module.css";

export function TextGrid({ values, onChange }: GridProps) {
  const form = useForm();
  const [large, setLarge] = useState(false);
  const table = tableOf(values);
  const set = (next: Table, gesture?: string) => {
    const { columns: _, rows: __, ...others } = values;
    onChange(
      {
        ...others,
        ...(next.columns.length ? { columns: next.columns } : {}),
        ...(next.rows.length ? { rows: next.rows } : {}),
      },
      { title: "the table", gesture },
    );
  };
  const grid = <CellTable table={table} onChange={set} />;
  return (
    <section className={styles.grid} aria-label="Table" data-field="columns">
      <div className={styles.top}>
        <span className={styles.count}>
          {table.columns.length
            ? `${counted(table.rows.length, "row")}, ${counted(table.columns.length, "column")}`
            : "No cells yet"}
        </span>
        <IconButton
          icon={Maximize2}
          size={14}
          label="Open in a large window"
          onClick={() => setLarge(true)}
        />
      </div>
      <Problems problems={form.problems.filter(({ field }) => field)} />
      {table.columns.length === 0 ? (
        <>
          <textarea
            className={styles.paste}
            aria-label="Paste a table here"
            placeholder="Paste cells from a spreadsheet here; the first line holds the names"
            value=""
            readOnly={false}
            onChange={(event) => event.target.value && set(fromCells(readCells(event.target.value)))}
          />
          <Button icon={Plus} onClick={() => set(withColumn(table))}>
            Begin with an empty cell
          </Button>
        </>
      ) : (
        !large && grid
      )}
      {large && (
        <Dialog title="Table" width={900} onClose={() => setLarge(false)}>
          {grid}
        </Dialog>
      )}
    </section>
  );
}
