import { describe, expect, test } from "vitest";
import type { ColumnInfo } from "@/model/types";
import { allListed, changed, rowsOf, settingsOf } from "@/settings/select/rows";
import { moved } from "@/settings/steps/useKeys";
import { fromCells, readCells, withCells, withoutColumn } from "@/settings/table/cells";

const columns: ColumnInfo[] = ["a", "b", "c"].map((name) => ({ name, type: "text", kinds: ["any"] }));
const names = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => row.column);

describe("Select", () => {
  test("shows every column that arrives, and the unknown ones last", () => {
    const rows = rowsOf([], true, columns);
    expect(names(rows)).toEqual(["a", "b", "c", "*Unknown"]);
    expect(settingsOf(rows, columns)).toEqual({ columns: [], unknown: true });
  });

  test("a renamed column stays at its place", () => {
    const rows = changed(rowsOf([], true, columns), 1, { rename: "B" });
    const settings = settingsOf(rows, columns);
    expect(settings.columns).toEqual([{ column: "a" }, { column: "b", rename: "B" }]);
    expect(names(rowsOf(settings.columns, true, columns))).toEqual(["a", "b", "c", "*Unknown"]);
  });

  test("columns that are not listed stand where the unknown ones do", () => {
    const lines = [{ column: "c" }, { column: "*Unknown" }, { column: "a" }];
    const rows = rowsOf(lines, true, columns);
    expect(names(rows)).toEqual(["c", "b", "*Unknown", "a"]);
    expect(settingsOf(rows, columns).columns).toEqual(lines);
  });

  test("a missing line is kept with all that it says", () => {
    const lines = [{ column: "gone", rename: "x", description: "why" }];
    const [row] = rowsOf(lines, true, columns);
    expect(row).toMatchObject({ column: "gone", arrives: null });
    expect(settingsOf(rowsOf(lines, true, columns), columns).columns).toEqual(lines);
  });

  test("a new order lists all columns; the old order again lists none", () => {
    const rows = moved(allListed(rowsOf([], true, columns)), 2, 0);
    expect(settingsOf(rows, columns).columns).toEqual([{ column: "c" }, { column: "a" }, { column: "b" }]);
    expect(settingsOf(moved(rows, 0, 2), columns).columns).toEqual([]);
  });

  test("unknown columns that do not pass leave at once", () => {
    const rows = changed(rowsOf([], true, columns), 3, { keep: false });
    expect(settingsOf(rows, columns).unknown).toBe(false);
  });
});

describe("Text Input", () => {
  test("reads what a spreadsheet copies, quotes and line breaks included", () => {
    expect(readCells('a\tb\r\n"1\n2"\t"say ""hi"""\r\n\t\r\n')).toEqual([
      ["a", "b"],
      ["1\n2", 'say "hi"'],
      ["", ""],
    ]);
    expect(readCells("one")).toEqual([["one"]]);
  });

  test("the first line of a pasted table holds the names, each only once", () => {
    expect(
      fromCells([
        ["a", "a", ""],
        ["1", "2", "3"],
      ]),
    ).toEqual({
      columns: [{ name: "a" }, { name: "Field2" }, { name: "Field3" }],
      rows: [["1", "2", "3"]],
    });
  });

  test("cells pasted at the edge make room for themselves", () => {
    const table = { columns: [{ name: "a" }], rows: [["1"]] };
    expect(withCells(table, 1, 0, [["2", "3"], ["4"]])).toEqual({
      columns: [{ name: "a" }, { name: "Field2" }],
      rows: [
        ["1", ""],
        ["2", "3"],
        ["4", ""],
      ],
    });
    expect(withoutColumn(table, 0)).toEqual({ columns: [], rows: [[]] });
  });
});
