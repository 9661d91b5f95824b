/** A result of any size that answers as the service does, without a network. */
import type { Query } from "@/api/client";
import type { ColumnInfo, RecordsPage } from "@/model/types";
import { type Cell, Records, type RecordsQuery } from "@/results/records";

const COLUMNS: ColumnInfo[] = [
  { name: "id", type: "int64", kinds: ["any", "number", "integer"] },
  { name: "name", type: "text", kinds: ["any", "text"] },
];

export class Table {
  readonly asked: Query[] = [];
  readonly aborted: unknown[] = [];
  broken = false;

  constructor(readonly size: number) {}

  load = async (_: string, query: Query, signal: AbortSignal): Promise<RecordsPage> => {
    this.asked.push(query);
    signal.addEventListener("abort", () => this.aborted.push(query.offset));
    await new Promise((resolve) => setTimeout(resolve, 1));
    signal.throwIfAborted();
    if (this.broken) throw new Error("the result was removed to save space; run the workflow again");
    const { offset, limit, rows, columns } = query;
    const all = rows ? String(rows).split(",").map(Number) : null;
    const from = Number(offset);
    const numbers = all
      ? all.slice(from, from + Number(limit))
      : Array.from({ length: Math.min(Number(limit), Math.max(0, this.size - from)) }, (_, at) => from + at);
    const names = (columns as string[]).length ? (columns as string[]) : COLUMNS.map((each) => each.name);
    const cells = (number: number): Record<string, Cell> => ({ id: number, name: `name ${number}` });
    return {
      columns: COLUMNS.filter((each) => names.includes(each.name)),
      rows: numbers.map((number) => names.map((name) => cells(number)[name] ?? null)),
      numbers,
      offset: from,
      matching: all?.length ?? this.size,
      available: this.size,
      records: this.size,
      complete: true,
      revision: "r",
    };
  };

  records(query: Partial<RecordsQuery> = {}): Records {
    const usual = { workflow: "a", place: "node.out", revision: "r", selection: {}, rows: null };
    return new Records({ ...usual, ...query }, this.load);
  }
}

/** Until nothing is on its way any more. */
export const settled = (milliseconds = 60) => new Promise((resolve) => setTimeout(resolve, milliseconds));
