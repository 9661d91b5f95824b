import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellText, toTsv } from "@/results/cells";
import { opsOf } from "@/results/FilterForm";
import { layColumns, numberWidth, visibleColumns } from "@/results/gridColumns";
import { boxOf, moved } from "@/results/gridRange";
import { barConditions } from "@/results/profileBars";
import { MOST_PIXELS, offsetAt } from "@/results/useRowWindow";

const column = (name: string, ...kinds: string[]) => ({ name, type: kinds.at(-1) ?? "", kinds });
const VIEW = { sort: "", descending: false, conditions: [], search: "", hidden: [], widths: {} };

describe("scrolling millions", () => {
  it("reaches the first and the last record, whatever their number", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.integer({ min: 32, max: 2_000 }),
        (rows, view) => {
          const total = rows * 32;
          const range = Math.min(total, MOST_PIXELS);
          expect(offsetAt(0, total, range, view)).toBe(0);
          if (range > view) expect(offsetAt(range - view, total, range, view)).toBeCloseTo(total - view, 3);
        },
      ),
    );
  });
});

describe("keys of the grid", () => {
  const KEYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];

  it("never leave it", () => {
    const extent = { rows: 50, columns: 4, page: 7 };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.boolean())), (presses) => {
        let at = { row: 0, column: 0 };
        for (const [key, ctrl] of presses) at = moved(at, key, ctrl, extent) ?? at;
        expect(at.row).toBeGreaterThanOrEqual(-1);
        expect(at.row).toBeLessThan(50);
        expect(at.column).toBeGreaterThanOrEqual(0);
        expect(at.column).toBeLessThan(4);
      }),
    );
  });

  it("go to the head with the arrow up, and to the ends with Ctrl", () => {
    const extent = { rows: 50, columns: 4, page: 7 };
    expect(moved({ row: 0, column: 2 }, "ArrowUp", false, extent)).toEqual({ row: -1, column: 2 });
    expect(moved({ row: 3, column: 2 }, "End", true, extent)).toEqual({ row: 49, column: 3 });
    expect(moved({ row: 3, column: 2 }, "x", false, extent)).toBeNull();
  });

  it("select a box that does not depend on the direction", () => {
    const [one, other] = [
      { row: 5, column: 3 },
      { row: 2, column: 1 },
    ];
    expect(boxOf({ active: one, corner: other })).toEqual(boxOf({ active: other, corner: one }));
  });
});

describe("columns", () => {
  const columns = [column("id", "number"), column("name", "text"), column("image", "picture")];

  it("stand side by side behind the numbers; hidden ones leave no gap", () => {
    const [first, second] = layColumns(columns, { ...VIEW, hidden: ["name"], widths: { id: 100 } }, 64);
    expect(first).toMatchObject({ left: 64, width: 100, index: 0 });
    expect(second).toMatchObject({ left: 164, index: 2 });
  });

  it("are drawn only where they are seen", () => {
    const many = Array.from({ length: 2_000 }, (_, at) => column(`c${at}`, "number"));
    const laid = layColumns(many, VIEW, 64);
    expect(visibleColumns(laid, 50_000, 1_000).length).toBeLessThan(12);
  });

  it("leave room for the numbers of millions of records", () => {
    expect(numberWidth(3_000_000)).toBeGreaterThan(numberWidth(1_000));
  });

  it("offer only comparisons that their type has", () => {
    expect(opsOf(column("image", "any", "picture"))).toEqual(["not empty", "empty"]);
    expect(opsOf(column("id", "any", "number"))).not.toContain("contains");
    expect(opsOf(column("name", "any", "text"))[0]).toBe("contains");
  });
});

describe("cells as text", () => {
  it("name what is no plain value", () => {
    const picture = {
      kind: "picture",
      hash: "0",
      at: "",
      bytes: 3_100,
      format: "JPEG",
      width: 100,
      height: 80,
    } as const;
    expect(cellText(picture)).toBe("JPEG, 100 × 80, 3.1 KB");
    expect(cellText({ kind: "number", text: "NaN" })).toBe("NaN");
    expect(cellText({ kind: "json", value: [1, "a"] })).toBe('[1,"a"]');
    expect(cellText(null)).toBe("");
    expect(cellText(false)).toBe("false");
  });

  it("stay in their cell of a spreadsheet, whatever is in them", () => {
    expect(toTsv([["a\tb", 'say "no"', 3, null]])).toBe('"a\tb"\t"say ""no"""\t3\t');
  });
});

describe("bars of a profile", () => {
  const plain = {
    name: "x",
    type: "double",
    nulls: 0,
    distinct: 9,
    minimum: null,
    maximum: null,
    mean: 0,
    deviation: 1,
  };
  const bars = ["-2 to -1", "-1 to 0", "0 to 1e+05"].map((label) => ({ label, count: 1 }));

  it("filter by their range; the outermost are open, as labels are rounded", () => {
    const column = { ...plain, bars };
    expect(barConditions(column, 0)).toEqual([{ column: "x", op: "<", value: "-1" }]);
    expect(barConditions(column, 1)).toEqual([
      { column: "x", op: ">=", value: "-1" },
      { column: "x", op: "<", value: "0" },
    ]);
    expect(barConditions(column, 2)).toEqual([{ column: "x", op: ">=", value: "0" }]);
  });

  it("filter by a frequent value, also one that contains the word between ranges", () => {
    const column = {
      ...plain,
      type: "text",
      bars: [
        { label: "back to front", count: 2 },
        { label: "b", count: 1 },
      ],
    };
    expect(barConditions(column, 0)).toEqual([{ column: "x", op: "=", value: "back to front" }]);
  });
});
