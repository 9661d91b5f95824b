/**
 * Small pictures of cells, asked for by the many: a browser spends more on a hundred requests than the
 * service on a hundred pictures. What was on the screen lately stays at hand.
 */
import { post } from "@/api/client";
import type { ObjectCell, SmallPictures } from "@/model/types";

export type PictureAt = Pick<ObjectCell, "hash" | "at">;

/** Of one request: few enough that the first ones are soon there. */
const TOGETHER = 32;
/** Requests on their way at a time: those that scrolled away meanwhile are not asked for. */
const AT_ONCE = 3;
const KEPT = 2_000;

type Fetch = (width: number, cells: readonly PictureAt[]) => Promise<SmallPictures>;

interface Wanted {
  cell: PictureAt;
  width: number;
  hear: Set<(source: string | null) => void>;
}

export class Thumbnails {
  private readonly kept = new Map<string, string | null>();
  private readonly waiting = new Map<string, Wanted>();
  private underWay = 0;
  private isDue = false;

  constructor(private readonly fetch: Fetch) {}

  /** Its address; null where there is none, undefined where it was not asked for lately. */
  at(cell: PictureAt, width: number): string | null | undefined {
    return this.kept.get(keyOf(cell, width));
  }

  /** Hear the address as soon as it is there; gives what takes the wish back. */
  want(cell: PictureAt, width: number, hear: (source: string | null) => void): () => void {
    const key = keyOf(cell, width);
    const wanted = this.waiting.get(key) ?? { cell, width, hear: new Set() };
    wanted.hear.add(hear);
    this.waiting.set(key, wanted);
    this.askSoon();
    return () => {
      wanted.hear.delete(hear);
      if (!wanted.hear.size && this.waiting.get(key) === wanted) this.waiting.delete(key);
    };
  }

  private askSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    // All that one drawing of the page wants goes together.
    queueMicrotask(() => {
      this.isDue = false;
      while (this.underWay < AT_ONCE && this.waiting.size) void this.ask();
    });
  }

  private async ask(): Promise<void> {
    const [first] = this.waiting.values();
    if (!first) return;
    const { width } = first;
    const some = [...this.waiting].filter(([, wanted]) => wanted.width === width).slice(0, TOGETHER);
    for (const [key] of some) this.waiting.delete(key);
    this.underWay += 1;
    const cells = some.map(
      ([
        ,
        {
          cell: { hash, at },
        },
      ]) => ({ hash, at }),
    );
    const found = await this.fetch(width, cells).catch(() => null);
    this.underWay -= 1;
    for (const [key, { cell, hear }] of some) {
      const source = found?.pictures[cell.hash] ?? null;
      // What the service did not answer is asked for again by whoever wants it next.
      if (found) this.keep(key, source);
      for (const each of hear) each(source);
    }
    this.askSoon();
  }

  private keep(key: string, source: string | null): void {
    this.kept.set(key, source);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}

const keyOf = (cell: PictureAt, width: number): string => `${cell.hash}-${width}`;

export const thumbnails = new Thumbnails((width, cells) =>
  post<SmallPictures>("/blobs:thumbnails", { width, cells }),
);
