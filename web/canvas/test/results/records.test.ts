import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAGE } from "@/results/records";
import { settled, Table } from "./table";

describe("records of a result", () => {
  it("come page by page as they are looked at", async () => {
    const table = new Table(1_000_000);
    const records = table.records();
    expect(records.row(0)).toBeUndefined();
    records.want(0, 30);
    await settled();
    expect(records.head?.matching).toBe(1_000_000);
    expect(records.row(29)).toEqual({ cells: [29, "name 29"], number: 29 });
    records.want(999_980, 999_999);
    await settled();
    expect(records.row(999_999)?.number).toBe(999_999);
    expect(table.asked.length).toBe(2);
  });

  it("are dropped again, so that a long scroll does not fill the memory", async () => {
    const table = new Table(1_000_000);
    const records = table.records();
    for (let page = 0; page < 60; page += 1) await records.get(page * PAGE);
    expect(records.row(59 * PAGE)).toBeDefined();
    expect(records.row(0)).toBeUndefined();
    expect((await records.get(0))?.number).toBe(0);
  });

  it("that a dragged scroll bar passed are not fetched", async () => {
    const table = new Table(1_000_000);
    const records = table.records();
    records.want(0, 30);
    await settled();
    for (let row = 1_000; row < 500_000; row += 5_000) records.want(row, row + 30);
    await settled();
    expect(table.asked.length).toBeLessThanOrEqual(3);
  });

  it("start while one scrolls on inside a page, though no event of scrolling is the last", async () => {
    const table = new Table(1_000_000);
    const records = table.records();
    records.want(0, 30);
    await settled();
    for (let step = 0; step < 8; step += 1) {
      records.want(50_000 + step, 50_030 + step);
      await settled(10);
    }
    expect(records.row(50_010)?.number).toBe(50_010);
  });

  it("behind a cell of a confusion matrix come in the order that was asked for", async () => {
    const rows = Array.from({ length: 500 }, (_, at) => 999 - at);
    const table = new Table(1_000);
    const records = table.records({ rows });
    records.want(0, 10);
    await settled();
    expect(records.head?.matching).toBe(500);
    expect(records.row(0)?.number).toBe(999);
    expect((await records.get(450))?.number).toBe(549);
    expect(String(table.asked.at(-1)?.rows).split(",").length).toBe(100);
  });

  it("say why they do not come, and come when one tries again", async () => {
    const table = new Table(10);
    table.broken = true;
    const records = table.records();
    records.want(0, 5);
    await settled();
    expect(records.error?.message).toContain("removed to save space");
    table.broken = false;
    records.retry();
    records.want(0, 5);
    await settled();
    expect(records.error).toBeNull();
    expect(records.row(5)?.number).toBe(5);
  });

  it("are copied across pages, only the chosen columns", async () => {
    const table = new Table(5_000);
    const rows = await table.records().slice(1_500, 4_000, ["name"]);
    expect(rows.length).toBe(2_500);
    expect(rows.at(-1)).toEqual(["name 3999"]);
  });

  it("stop being fetched when nobody looks any more", async () => {
    const table = new Table(1_000);
    const records = table.records();
    const leave = records.subscribe(() => undefined);
    records.want(0, 10);
    leave();
    await settled();
    expect(table.aborted).toEqual([0]);
    expect(records.error).toBeNull();
  });

  it("are the right ones after any walk through them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9_999), { minLength: 1, maxLength: 12 }), async (walk) => {
        const records = new Table(10_000).records();
        for (const row of walk) expect((await records.get(row))?.number).toBe(row);
      }),
      { numRuns: 20 },
    );
  });
});
