/** The cells of a table: arrows up and down and Enter move, pasted cells spread from where they are put. */
import { Plus, X } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/ui/Button";
import { IconButton } from "@/ui/IconButton";
import { useForm } from "../form/FormContext";
import { choiceLabel } from "../schema/schema";
import { readCells, type Table, withCells, withColumn, withoutColumn, withoutRow } from "./cells";
import styles from "./TextGrid.module.css";

interface Props {
  table: Table;
  onChange: (table: Table, gesture?: string) => void;
}

/** More rows than this are shown on demand; a table of many belongs into a file. */
const ROWS = 200;

export function CellTable({ table, onChange }: Props) {
  const { definitions } = useForm();
  const frame = useRef<HTMLTableElement>(null);
  const [shown, setShown] = useState(ROWS);
  const types = definitions.TextColumn?.properties?.type?.enum ?? ["automatic"];
  const focusCell = (row: number, column: number) =>
    frame.current?.querySelector<HTMLInputElement>(`[data-cell="${row} ${column}"]`)?.focus();
  const setColumn = (at: number, change: Record<string, string | undefined>, gesture?: string) => {
    const merged = { ...table.columns[at], ...change };
    const column = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
    onChange({ ...table, columns: table.columns.with(at, column) }, gesture);
  };
  const addRow = () => {
    const row = table.rows.length;
    flushSync(() => onChange(withCells(table, row, 0, [[""]])));
    focusCell(row, 0);
  };
  const onKeyDown = (event: KeyboardEvent, row: number, column: number) => {
    const by = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    if (event.key === "Enter" && row === table.rows.length - 1) addRow();
    else focusCell(row + by, column);
  };
  const onPaste = (event: ClipboardEvent, row: number, column: number) => {
    const cells = readCells(event.clipboardData.getData("text"));
    if (cells.length < 2 && (cells[0]?.length ?? 0) < 2) return;
    event.preventDefault();
    onChange(withCells(table, row, column, cells));
  };
  return (
    <>
      <div className={styles.scroll}>
        <table ref={frame} className={styles.table}>
          <thead>
            <tr>
              {table.columns.map((column, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column has no better key than its place
                <th key={at} scope="col" data-field={`columns.${at}`}>
                  <span className={styles.head}>
                    <input
                      type="text"
                      aria-label={`Name of column ${at + 1}`}
                      value={String(column.name ?? "")}
                      onChange={(event) => setColumn(at, { name: event.target.value }, `name ${at}`)}
                    />
                    <IconButton
                      icon={X}
                      size={12}
                      label={`Remove column ${column.name}`}
                      onClick={() => onChange(withoutColumn(table, at))}
                    />
                  </span>
                  <select
                    aria-label={`Type of column ${column.name}`}
                    value={String(column.type ?? "automatic")}
                    onChange={(event) =>
                      setColumn(at, {
                        type: event.target.value === "automatic" ? undefined : event.target.value,
                      })
                    }
                  >
                    {types.map((type) => (
                      <option key={String(type)} value={String(type)}>
                        {choiceLabel(type)}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
              <th>
                <span className="visually-hidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {table.rows.slice(0, shown).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row has no better key than its place
              <tr key={at} data-field={`rows.${at}`}>
                {table.columns.map((column, cell) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell has no better key than its place
                  <td key={cell}>
                    <input
                      type="text"
                      data-cell={`${at} ${cell}`}
                      aria-label={`${column.name}, row ${at + 1}`}
                      value={row[cell] ?? ""}
                      onChange={(event) =>
                        onChange(withCells(table, at, cell, [[event.target.value]]), `cell ${at} ${cell}`)
                      }
                      onKeyDown={(event) => onKeyDown(event, at, cell)}
                      onPaste={(event) => onPaste(event, at, cell)}
                    />
                  </td>
                ))}
                <td>
                  <IconButton
                    icon={X}
                    size={12}
                    label={`Remove row ${at + 1}`}
                    onClick={() => onChange(withoutRow(table, at))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.buttons}>
        {table.rows.length > shown && (
          <Button kind="quiet" onClick={() => setShown(shown + ROWS)}>
            {`Show more of ${table.rows.length} rows`}
          </Button>
        )}
        <Button kind="quiet" icon={Plus} onClick={addRow}>
          Row
        </Button>
        <Button kind="quiet" icon={Plus} onClick={() => onChange(withColumn(table))}>
          Column
        </Button>
      </div>
    </>
  );
}
