// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { normalise } from "@/model/document";
import type { JournalLine } from "@/model/journal";
import { fold, startView } from "@/model/run";
import { soleNode } from "@/model/selection";
import type { NodeMessage } from "@/model/types";
import { changeView } from "@/results/gridView";
import MessagesTab from "@/results/MessagesTab";
import { ProblemsTab } from "@/results/ProblemsTab";
import RecordsGrid from "@/results/RecordsGrid";
import { useCatalog } from "@/state/catalog";
import { useRun } from "@/state/run";
import { useValidation } from "@/state/validation";
import { openDocument, selectionNow } from "@/state/workflow";
import { journal, sample, tools } from "../model/samples";
import { settled, Table } from "./table";

beforeAll(() => {
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});
beforeEach(() => {
  useCatalog.setState({ loaded: true, list: [...tools.values()], tools });
  openDocument("characters/train.workflow.json", null, sample("characters/train"));
});
afterEach(cleanup);

async function showGrid(size: number) {
  const records = new Table(size).records();
  await records.get(0);
  if (!records.head) throw new Error("the records did not come");
  render(
    <RecordsGrid
      place="node.out"
      records={records}
      head={records.head}
      label="Node"
      onFilter={() => undefined}
    />,
  );
  await act(() => settled(20));
  return screen.getByRole("grid", { name: "Node" });
}

describe("the grid of records", () => {
  it("tells how many records and columns there are, though it draws a few", async () => {
    const grid = await showGrid(3_000_000);
    expect(grid.getAttribute("aria-rowcount")).toBe("3000001");
    expect(grid.getAttribute("aria-colcount")).toBe("3");
    expect(within(grid).getAllByRole("row").length).toBeLessThan(10);
    expect(within(grid).getAllByRole("gridcell")[0]?.textContent).toBe("0");
  });

  it("has one stop of Tab; arrows move the active cell, which has the name of an element", async () => {
    const grid = await showGrid(1_000);
    const active = () => document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
    fireEvent.keyDown(grid, { key: "ArrowRight" });
    expect(active()?.textContent).toBe("name 0");
    fireEvent.keyDown(grid, { key: "ArrowUp" });
    expect(active()?.getAttribute("role")).toBe("columnheader");
    expect(grid.querySelectorAll('[tabindex="0"]').length).toBe(0);
  });

  it("sorts by Enter on a head: ascending, descending, as it came", async () => {
    const grid = await showGrid(1_000);
    changeView("node.out", { sort: "", descending: false });
    fireEvent.keyDown(grid, { key: "ArrowUp" });
    const sorted = () => within(grid).getAllByRole("columnheader")[1]?.getAttribute("aria-sort");
    const seen = [1, 2, 3].map(() => {
      fireEvent.keyDown(grid, { key: "Enter" });
      return sorted();
    });
    expect(seen).toEqual(["ascending", "descending", "none"]);
  });

  it("hides a column by the menu that a key opens", async () => {
    const grid = await showGrid(1_000);
    fireEvent.keyDown(grid, { key: "F10", shiftKey: true });
    fireEvent.click(screen.getByRole("menuitem", { name: "Hide column" }));
    expect(grid.getAttribute("aria-colcount")).toBe("2");
    act(() => changeView("node.out", { hidden: [] }));
  });
});

describe("messages", () => {
  const lines = journal("training");
  const [first] = lines;
  const said = (
    seq: number,
    level: "info" | "warning" | "error",
    more: Partial<Pick<NodeMessage, "rows" | "field" | "traceback">> = {},
  ): JournalLine => ({
    v: 1 as const,
    run: "r",
    ts: 1_700_000_000,
    seq: 10_000 + seq,
    type: "node.message" as const,
    node: "image_input",
    level,
    message: `${level} of a picture`,
    rows: 0,
    field: null,
    traceback: "",
    ...more,
  });

  beforeEach(() => {
    const view = [
      ...lines.slice(0, 1),
      said(1, "warning", { rows: 3 }),
      said(2, "error", { traceback: "Traceback: deep", field: "path_column" }),
    ].reduce(fold, startView(first?.run ?? "r"));
    useRun.setState({ view, info: null });
  });

  it("show level, node and how many records they are about; tracebacks wait behind details", () => {
    render(<MessagesTab />);
    const [warning, error] = screen.getAllByRole("listitem");
    expect(warning && within(warning).getByRole("img", { name: "Warning" })).toBeTruthy();
    expect(warning?.textContent).toContain("3 records");
    expect(error && within(error).getByText("Details")).toBeTruthy();
  });

  it("are filtered by level", () => {
    render(<MessagesTab />);
    fireEvent.change(screen.getByRole("combobox", { name: "Level" }), { target: { value: "error" } });
    expect(screen.getAllByRole("listitem").length).toBe(1);
    expect(screen.getByRole("status").textContent).toBe("1 of 2 messages");
  });

  it("lead to their node", () => {
    render(<MessagesTab />);
    fireEvent.click(screen.getAllByRole("button", { name: "Image Input" })[0] as HTMLElement);
    expect(soleNode(selectionNow())).toBe("image_input");
  });
});

describe("problems", () => {
  it("come with the errors first, and lead to their node", () => {
    openDocument("a.workflow.json", null, normalise({ nodes: { sort: { tool: "weft.sort" } } }));
    useValidation.setState((state) => ({
      validation: {
        ...state.validation,
        problems: [
          { node: null, field: null, message: "nothing is kept", severity: "warning" },
          { node: "sort", field: null, message: "input 'in' is not connected", severity: "error" },
        ],
      },
    }));
    render(<ProblemsTab />);
    const [error] = screen.getAllByRole("button");
    expect(error?.textContent).toContain("input 'in' is not connected");
    fireEvent.click(error as HTMLElement);
    expect(soleNode(selectionNow())).toBe("sort");
  });
});
