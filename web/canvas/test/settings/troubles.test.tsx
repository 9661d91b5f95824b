// @vitest-environment jsdom
/** What is wrong with a node: where it stands, how long, and that the form keeps still meanwhile. */
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fold, startView } from "@/model/run";
import { useRun } from "@/state/run";
import { workflowNow } from "@/state/workflow";
import { judge, open } from "./desk";

beforeEach(() => useRun.setState({ info: null, view: null, of: null }));
afterEach(cleanup);

const TOO_FEW = "there are 2 records, fewer than 3";

function fail(field: string | null): void {
  const lines = [
    { seq: 1, ts: 1, type: "node.state", node: "node", state: "running", detail: "", seconds: null },
    { seq: 2, ts: 2, type: "node.message", node: "node", level: "error", message: TOO_FEW, rows: 0, field },
    { seq: 3, ts: 3, type: "node.state", node: "node", state: "failed", detail: TOO_FEW, seconds: 1 },
  ] as const;
  const view = lines.reduce((now, line) => fold(now, line as never), startView("r"));
  act(() => useRun.setState({ view, of: workflowNow() }));
}

test("a failed run says so at the top of the settings and at the setting it names, until that is changed", () => {
  open("weft.image_recognition");
  fail("epochs");
  const epochs = screen.getByRole("spinbutton", { name: "Epochs" });
  expect(screen.getByText(`The last run failed here: ${TOO_FEW}`)).toBeTruthy();
  expect(screen.getByText(TOO_FEW)).toBeTruthy();
  expect(epochs.getAttribute("aria-invalid")).toBe("true");
  fireEvent.change(epochs, { target: { value: "7" } });
  expect(screen.queryByText(`The last run failed here: ${TOO_FEW}`)).toBeNull();
  expect(epochs.getAttribute("aria-invalid")).toBeNull();
});

test("a failure of the node as a whole stands once", () => {
  open("weft.image_recognition");
  fail(null);
  expect(screen.getAllByText(new RegExp(TOO_FEW))).toHaveLength(1);
});

test("while a setting has the focus, a problem that goes leaves its place free", () => {
  open("weft.image_recognition");
  judge({ field: "epochs", message: "too many" });
  const epochs = screen.getByRole("spinbutton", { name: "Epochs" });
  const wide = () => epochs.closest("[data-field]")?.className;
  const before = wide();
  act(() => epochs.focus());
  judge();
  expect(screen.getByText("too many").closest("[aria-hidden]")).toBeTruthy();
  expect(epochs.getAttribute("aria-invalid")).toBeNull();
  expect(wide()).toBe(before);
  act(() => epochs.blur());
  expect(screen.queryByText("too many")).toBeNull();
  expect(wide()).not.toBe(before);
});
