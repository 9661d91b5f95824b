import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellText, toTsv } from "@/results/cells";
import { opsOf } from "@/results/FilterForm";
import {
  hasLatePictures,
  labelColumns,
  layColumns,
  numberWidth,
  visibleColumns,
} from "@/results/gridColumns";
import { boxOf, moved } from "@/results/gridRange";
import { barConditions } from "@/results/profileBars";
import { MOST_PIXELS, offsetAt } from "@/results/useRowWindow";

const column = (name: string, ...kinds: string[]) => ({ name, type: kinds.at(-1) ?? "", kinds });
const VIEW = {
  sort: "",
  descending: false,
  conditions: [],
  search: "",
  hidden: [],
  picturesFirst: true,
  widths: {},
};

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
    const [first, second] = layColumns(
      columns,
      { ...VIEW, picturesFirst: false, hidden: ["name"], widths: { id: 100 } },
      64,
    );
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

describe("columns of the grid", () => {
  const columns = [column("path", "text"), column("class", "text"), column("image", "picture")];

  it("begin with the pictures, unless the order of the data is wanted", () => {
    const names = (view: typeof VIEW) =>
      layColumns(columns, view, 64).map(({ info, index }) => [info.name, index]);
    expect(names(VIEW)).toEqual([
      ["image", 2],
      ["path", 0],
      ["class", 1],
    ]);
    expect(names({ ...VIEW, picturesFirst: false }).map(([name]) => name)).toEqual([
      "path",
      "class",
      "image",
    ]);
    expect(hasLatePictures(columns)).toBe(true);
    expect(hasLatePictures([...columns].reverse())).toBe(false);
  });

  it("show short values that repeat as chips, no paths, no names that differ", () => {
    const rows = Array.from({ length: 8 }, (_, at) => [`a/${at % 2}`, at % 2 ? "bart" : "homer", null]);
    expect([...labelColumns({ columns, rows })]).toEqual(["class"]);
    expect([...labelColumns({ columns, rows: rows.slice(0, 3) })]).toEqual([]);
    const differing = rows.map((_, at) => ["x", `name ${at}`, null]);
    expect([...labelColumns({ columns, rows: differing })]).toEqual(["path"]);
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
  const bars = [
    { label: "-2 to -1", count: 1, low: "-2.0004", high: "-0.9996" },
    { label: "-1 to 0", count: 1, low: "-0.9996", high: "0.0012" },
  ];

  it("filter by their exact range; only the last one has its upper end", () => {
    const column = { ...plain, bars };
    expect(barConditions(column, 0)).toEqual([
      { column: "x", op: ">=", value: "-2.0004" },
      { column: "x", op: "<", value: "-0.9996" },
    ]);
    expect(barConditions(column, 1)).toEqual([
      { column: "x", op: ">=", value: "-0.9996" },
      { column: "x", op: "<=", value: "0.0012" },
    ]);
  });

  it("filter by the exact value where all are the same, though the label is rounded", () => {
    const column = { ...plain, bars: [{ label: "7.123", count: 2, low: "7.12345", high: "7.12345" }] };
    expect(barConditions(column, 0)).toEqual([{ column: "x", op: "=", value: "7.12345" }]);
  });

  it("filter by a frequent value, also one that contains the word between ranges", () => {
    const column = {
      ...plain,
      type: "text",
      bars: [
        { label: "back to front", count: 2, low: null, high: null },
        { label: "b", count: 1, low: null, high: null },
      ],
    };
    expect(barConditions(column, 0)).toEqual([{ column: "x", op: "=", value: "back to front" }]);
  });
});
