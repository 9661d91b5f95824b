/** A small table of texts and what can be done with it. */
import { asList, asValues, type Values } from "../schema/values";

export interface Table {
  /** Name, and type unless it is automatic. */
  columns: readonly Values[];
  rows: readonly (readonly string[])[];
}

export function tableOf(settings: Values): Table {
  return {
    columns: asList(settings.columns).map(asValues),
    rows: asList(settings.rows).map((row) => asList(row).map((cell) => String(cell ?? ""))),
  };
}

/** Cells as a spreadsheet copies them: parted by tabs, those with line breaks in quotes. */
export function readCells(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*)/y;
  const end = text.replace(/(\r?\n)+$/, "").length;
  for (let at = 0; at <= end; ) {
    pattern.lastIndex = at;
    const match = pattern.exec(text.slice(0, end));
    rows.at(-1)?.push(match?.[1]?.replaceAll('""', '"') ?? match?.[2] ?? "");
    at += match?.[0].length ?? 0;
    if (text[at] === "\t") at += 1;
    else if (at < end) {
      at += text[at] === "\r" ? 2 : 1;
      rows.push([]);
    } else break;
  }
  return rows;
}

/** The table with cells written from a place on; it grows where they need more room. */
export function withCells(
  table: Table,
  row: number,
  column: number,
  cells: readonly (readonly string[])[],
): Table {
  const width = Math.max(table.columns.length, ...cells.map((line) => column + line.length));
  const columns = [...table.columns];
  while (columns.length < width) columns.push({ name: freeName(columns) });
  const rows = Array.from({ length: Math.max(table.rows.length, row + cells.length) }, (_, at) => {
    const line = Array.from({ length: width }, (__, cell) => table.rows[at]?.[cell] ?? "");
    cells[at - row]?.forEach((text, cell) => {
      line[column + cell] = text;
    });
    return line;
  });
  return { columns, rows };
}

/** A whole table: its first line holds the names. */
export function fromCells(cells: readonly (readonly string[])[]): Table {
  const [names = [], ...rows] = cells;
  const columns: Values[] = [];
  for (const name of names)
    columns.push({
      name: name && !columns.some((column) => column.name === name) ? name : freeName(columns),
    });
  return withCells({ columns, rows: [] }, 0, 0, rows);
}

export const withColumn = (table: Table): Table =>
  withCells(table, 0, table.columns.length, table.rows.length ? [[""]] : [[""]]);

export function withoutColumn({ columns, rows }: Table, at: number): Table {
  return { columns: columns.toSpliced(at, 1), rows: rows.map((row) => row.toSpliced(at, 1)) };
}

export function withoutRow({ columns, rows }: Table, at: number): Table {
  return { columns, rows: rows.toSpliced(at, 1) };
}

function freeName(columns: readonly Values[]): string {
  const taken = new Set(columns.map((column) => column.name));
  let count = columns.length + 1;
  while (taken.has(`Field${count}`)) count += 1;
  return `Field${count}`;
}
