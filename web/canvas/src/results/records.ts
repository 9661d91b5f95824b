/** The records of an output as the grid needs them: pages that come when they are looked at and go again. */
import { get, post, type Query } from "@/api/client";
import { splitPlace } from "@/model/document";
import type { RecordsPage } from "@/model/types";
import { labelColumns } from "./gridColumns";

export const PAGE = 200;
/** Pages that are kept; 10,000 records. */
const MOST_PAGES = 50;
/** A dragged scroll bar passes pages that nobody looks at. */
const PAUSE_MS = 40;
/** Characters of record numbers that an address takes. */
const MOST_IN_ADDRESS = 4_000;

export type Cell = RecordsPage["rows"][number][number];

export interface RecordsQuery {
  workflow: string;
  place: string;
  /** Of the result, so that another run's is asked for anew. */
  revision: string;
  /** Sort, filter and search as the address has them. */
  selection: Query;
  rows: readonly number[] | null;
}

export interface RecordRow {
  cells: readonly Cell[];
  /** Its place in the output, from 0. */
  number: number;
}

export interface Head
  extends Pick<RecordsPage, "columns" | "matching" | "available" | "records" | "complete"> {
  /** Names of columns whose values look like those of classes. */
  labels: ReadonlySet<string>;
}
type Load = (path: string, query: Query, signal: AbortSignal) => Promise<RecordsPage>;

export class Records {
  head: Head | null = null;
  error: Error | null = null;
  /** Rises with every change, for React. */
  version = 0;
  private readonly pages = new Map<number, RecordsPage>();
  private readonly loading = new Map<number, { stop: AbortController; done: Promise<void> }>();
  private readonly listeners = new Set<() => void>();
  private waitingFor = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly query: RecordsQuery,
    private readonly load: Load = ask,
  ) {}

  /** A record by its place among those that match; undefined until it is there. */
  row(index: number): RecordRow | undefined {
    const page = this.pages.get(Math.floor(index / PAGE));
    const cells = page?.rows[index % PAGE];
    const number = page?.numbers[index % PAGE];
    return cells && number !== undefined ? { cells, number } : undefined;
  }

  /** These records are on the screen: fetch what is missing, and stop fetching what is not wanted. */
  want(first: number, last: number): void {
    const from = Math.max(0, Math.floor(first / PAGE));
    const to = Math.max(from, Math.floor(last / PAGE));
    for (const [page, { stop }] of this.loading) {
      if (page < from - 1 || page > to + 1) stop.abort();
    }
    const missing: number[] = [];
    for (let page = from; page <= to; page += 1) if (!this.touch(page)) missing.push(page);
    // Scrolling on inside the same pages does not put off what is about to start.
    if (missing.join() === this.waitingFor) return;
    clearTimeout(this.timer);
    this.waitingFor = missing.join();
    if (!missing.length || this.error) return;
    const start = () => {
      this.waitingFor = "";
      for (const page of missing) void this.fetch(page);
    };
    if (this.head) this.timer = setTimeout(start, PAUSE_MS);
    else start();
  }

  /** A record for sure: fetched where it is not there. */
  async get(index: number): Promise<RecordRow | undefined> {
    if (!this.row(index)) await this.fetch(Math.floor(index / PAGE));
    return this.row(index);
  }

  /** Records from one to before another, for copying; not kept. */
  async slice(first: number, end: number, columns: readonly string[]): Promise<RecordsPage["rows"]> {
    const found: RecordsPage["rows"] = [];
    for (let at = first; at < end; at += 1_000) {
      const page = await this.ask(at, Math.min(1_000, end - at), columns, new AbortController().signal);
      found.push(...page.rows);
      if (!page.rows.length) break;
    }
    return found;
  }

  retry(): void {
    this.error = null;
    this.waitingFor = "";
    this.changed();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size) return;
      clearTimeout(this.timer);
      this.waitingFor = "";
      for (const { stop } of this.loading.values()) stop.abort();
    };
  };

  /** Marks a page as just used; tells whether it is there or on its way. */
  private touch(page: number): boolean {
    const found = this.pages.get(page);
    if (!found) return this.loading.has(page) && !this.loading.get(page)?.stop.signal.aborted;
    this.pages.delete(page);
    this.pages.set(page, found);
    return true;
  }

  private fetch(page: number): Promise<void> {
    const running = this.loading.get(page);
    if (running && !running.stop.signal.aborted) return running.done;
    const stop = new AbortController();
    const done = this.ask(page * PAGE, PAGE, [], stop.signal)
      .then((answer) => this.keep(page, answer))
      .catch((error: Error) => {
        if (!stop.signal.aborted) this.error = error;
      })
      .finally(() => {
        if (this.loading.get(page)?.stop === stop) this.loading.delete(page);
        this.changed();
      });
    this.loading.set(page, { stop, done });
    return done;
  }

  private async ask(
    offset: number,
    limit: number,
    columns: readonly string[],
    signal: AbortSignal,
  ): Promise<RecordsPage> {
    const { workflow, place, selection, rows } = this.query;
    const [node, anchor] = splitPlace(place);
    const path = `/results/${node}/${anchor}/records`;
    const query = { workflow, ...selection, columns };
    if (!rows) return this.load(path, { ...query, offset, limit }, signal);
    if (selection.sort || selection.filter || selection.search)
      return this.load(path, { ...query, offset, limit, rows: rows.join(",") }, signal);
    // In their own order a page of them is a part of the list.
    const part = rows.slice(offset, offset + limit);
    const page = await this.load(path, { ...query, offset: 0, limit, rows: part.join(",") }, signal);
    return { ...page, offset, matching: rows.length - (part.length - page.rows.length) };
  }

  private keep(page: number, answer: RecordsPage): void {
    this.pages.delete(page);
    this.pages.set(page, answer);
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= MOST_PAGES) break;
      this.pages.delete(oldest);
    }
    const { columns, matching, available, records, complete } = answer;
    if (!this.head || matching !== this.head.matching || records !== this.head.records)
      this.head = { columns, matching, available, records, complete, labels: labelColumns(answer) };
    this.error = null;
  }

  private changed(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}

/** Many record numbers go in the body. */
function ask(path: string, query: Query, signal: AbortSignal): Promise<RecordsPage> {
  const isLong = String(query.rows ?? "").length > MOST_IN_ADDRESS;
  return isLong ? post<RecordsPage>(path, query, signal) : get<RecordsPage>(path, query, signal);
}
