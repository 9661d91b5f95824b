/** Select: every column that arrives, with tick, new name, new type and place. */
import { Maximize2 } from "lucide-react";
import { useCallback, useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { IconButton } from "@/ui/IconButton";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { Problems } from "@/ui/Problems";
import { useForm } from "../form/FormContext";
import type { GridProps } from "../form/GridProps";
import { asList, asValues, effective } from "../schema/values";
import { moved } from "../steps/useKeys";
import { allListed, changed, isUnknown, rowsOf, type SelectRow, settingsOf } from "./rows";
import styles from "./SelectGrid.module.css";
import { SelectTable } from "./SelectTable";

export function SelectGrid({ fields, values, onChange }: GridProps) {
  const form = useForm();
  const [large, setLarge] = useState(false);
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  const columns = form.columns("in");
  const known = columns ?? [];
  const unknown = fields.find((field) => field.name === "unknown");
  const passes = unknown ? effective(values, unknown) !== false : true;
  const rows = rowsOf(asList(values.columns).map(asValues), passes, known);

  const set = (next: readonly SelectRow[], title: string, gesture?: string) => {
    const { columns: lines, unknown: kept } = settingsOf(next, known);
    const { columns: _, unknown: __, ...others } = values;
    onChange(
      { ...others, ...(lines.length ? { columns: lines } : {}), ...(kept ? {} : { unknown: false }) },
      { title, gesture },
    );
  };
  const tick = (keep: boolean, type?: string) =>
    set(
      allListed(rows).map((row) =>
        isUnknown(row) || (type && row.arrives?.type !== type) ? row : { ...row, keep },
      ),
      "columns",
    );
  const types = [...new Set(known.map((column) => column.type))];
  const entries: MenuEntry[] = [
    { label: "All columns", run: () => tick(true) },
    { label: "No column", run: () => tick(false) },
    "separator",
    ...types.map((type) => ({ label: `Keep ${type} columns`, run: () => tick(true, type) })),
    ...types.map((type) => ({ label: `Drop ${type} columns`, run: () => tick(false, type) })),
    "separator",
    { label: "Everything as it arrives", run: () => set(rowsOf([], true, known), "columns") },
  ];
  const table = (
    <SelectTable
      rows={rows}
      isKnown={columns !== null && form.isConnected("in")}
      onChange={(index, change, gesture) => set(changed(rows, index, change), "columns", gesture)}
      onMove={(from, to, gesture) => set(moved(allListed(rows), from, to), "order of columns", gesture)}
      onRemove={(index) => set(rows.toSpliced(index, 1), "columns")}
    />
  );
  const kept = rows.filter((row) => row.keep && row.arrives).length;
  return (
    <section className={styles.grid} aria-label="Columns" data-field="columns">
      <div className={styles.top}>
        <span className={styles.count}>
          {columns && form.isConnected("in") ? `${kept} of ${known.length} columns pass` : "Columns"}
        </span>
        <Button
          kind="quiet"
          className={styles.small}
          aria-haspopup="menu"
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setMenu({ x: box.left, y: box.bottom + 4 });
          }}
        >
          Tick
        </Button>
        <IconButton
          icon={Maximize2}
          size={14}
          label="Open in a large window"
          onClick={() => setLarge(true)}
        />
      </div>
      {!form.isConnected("in") && <p className={styles.hint}>Connect the input to see its columns.</p>}
      {form.isConnected("in") && columns === null && (
        <p className={styles.hint}>Run once to know the columns; until then all of them pass.</p>
      )}
      <Problems problems={form.problems.filter(({ field }) => field === "columns")} />
      {!large && table}
      {menu && <Menu label="Tick columns" at={menu} entries={entries} onClose={closeMenu} />}
      {large && (
        <Dialog title="Select columns" width={860} onClose={() => setLarge(false)}>
          {table}
        </Dialog>
      )}
    </section>
  );
}
