// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { connectionKey, NOTHING, only } from "@/model/selection";
import { select, workflowNow } from "@/state/workflow";
import { judge, judgeWorkflow, open, stepsOfUndo } from "./desk";

afterEach(cleanup);

const type = (name: string, value: string) => {
  const field = screen.getByRole("textbox", { name });
  field.focus();
  fireEvent.change(field, { target: { value } });
  return field as HTMLInputElement;
};

async function isSound(container: HTMLElement) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
}

test("with nothing selected the workflow has a title, a description and parameters", async () => {
  const { container } = open("weft.image_recognition", { epochs: `\${rounds}` });
  act(() => select(NOTHING));
  expect(type("Title", "My ").value).toBe("My ");
  fireEvent.click(screen.getByRole("button", { name: "Add a parameter" }));
  const name = document.activeElement as HTMLInputElement;
  expect(name.value).toBe("parameter");
  fireEvent.change(name, { target: { value: "Rounds" } });
  fireEvent.blur(name);
  fireEvent.change(screen.getByRole("combobox", { name: "Type" }), { target: { value: "integer" } });
  fireEvent.change(screen.getByRole("spinbutton", { name: "Default of rounds" }), { target: { value: "7" } });
  expect(workflowNow().parameters).toEqual({ rounds: { type: "integer", default: 7 } });
  expect(screen.getByText("Used by 1 node")).toBeTruthy();
  await isSound(container);
  fireEvent.click(screen.getByRole("button", { name: "Remove the parameter rounds" }));
  expect(workflowNow().parameters).toEqual({});
});

test("41 typed as the number of epochs is what is run and saved, without leaving the field", () => {
  const more = { parameters: { epochs: { type: "integer", default: 25 as never } } } as const;
  open("weft.image_recognition", { epochs: `\${epochs}` }, { more });
  act(() => select(NOTHING));
  const field = screen.getByRole("spinbutton", { name: "Default of epochs" }) as HTMLInputElement;
  field.focus();
  for (const value of ["4", "41"]) fireEvent.change(field, { target: { value } });
  expect(document.activeElement).toBe(field);
  expect(workflowNow().parameters.epochs?.default).toBe(41);
  expect(stepsOfUndo()).toBe(1);
  fireEvent.change(field, { target: { value: "41x" } });
  expect(screen.getByText("“41x” is not a number")).toBeTruthy();
});

test("parameters are lines that unfold, and their problems lead to them", async () => {
  open(
    "weft.image_recognition",
    {},
    { more: { parameters: { folder: { type: "folder" }, rounds: { default: 3 as never } } } },
  );
  act(() => select(NOTHING));
  expect(screen.queryByRole("textbox", { name: "Name" })).toBeNull();
  judgeWorkflow({ field: "parameters.folder", message: "must be given" });
  fireEvent.click(screen.getByRole("button", { name: /must be given/ }));
  const folder = screen.getByRole("textbox", { name: "Default of folder" });
  await waitFor(() => expect(document.activeElement).toBe(folder));
  expect(screen.getByRole("button", { name: "folder" }).getAttribute("aria-expanded")).toBe("true");
});

test("the list of problems leads to the node and its setting", async () => {
  open("weft.filter");
  act(() => select(NOTHING));
  judge({ field: "operand", message: "is no number" });
  fireEvent.click(screen.getByRole("button", { name: /is no number/ }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Value" })));
});

test("problems come and go at the end of the page, where they move no field", () => {
  open("weft.filter");
  act(() => select(NOTHING));
  const headings = () => screen.getAllByRole("heading", { level: 3 }).map((each) => each.textContent);
  const before = headings();
  judge({ field: "operand", message: "is no number" });
  expect(headings()).toEqual(before);
  expect(headings().at(-1)).toBe("Problems");
  fireEvent.click(screen.getByRole("button", { name: "1 problem" }));
  expect(document.activeElement).toBe(screen.getByRole("button", { name: /is no number/ }));
});

test("a problem names the setting, and the parameter that is its value is marked", async () => {
  const more = { parameters: { rounds: { type: "integer", default: 0 as never } } } as const;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: so a parameter is written
  open("weft.image_recognition", { epochs: "${rounds}" }, { more });
  act(() => select(NOTHING));
  const row = screen.getByRole("group", { name: "Parameter rounds" });
  expect(row.dataset.wrong).toBeUndefined();
  judge({ field: "epochs", message: "must be 1 or more, not 0" });
  screen.getByRole("button", { name: /Image Recognition · Epochs: ?must be 1 or more, not 0$/ });
  expect(row.dataset.wrong).toBe("true");
  expect(row.title).toBe("must be 1 or more, not 0");
});

test("a node is renamed, gets a note, and is switched off and on", async () => {
  open("weft.filter");
  const menu = (item: string) => {
    fireEvent.click(screen.getByRole("button", { name: /^More on (Filter|Big ones)$/ }));
    fireEvent.click(screen.getByRole("menuitem", { name: item }));
  };
  menu("Rename");
  type("Title", "Big ones");
  menu("Write a note");
  type("Note", "why");
  menu("Disable");
  const { nodes, layout } = workflowNow();
  expect(nodes.node).toMatchObject({ title: "Big ones", enabled: false });
  expect(layout.notes).toEqual({ node: "why" });
  fireEvent.click(screen.getByRole("button", { name: "Enable" }));
  expect(workflowNow().nodes.node?.enabled).toBe(true);
});

test("the help of a tool is its docstring", () => {
  open("weft.image_profile");
  fireEvent.click(screen.getByRole("button", { name: "Help on Image Profile" }));
  expect(screen.getByRole("region", { name: "Help on Image Profile" }).querySelectorAll("li").length).toBe(
    12,
  );
});

test("several nodes are handled as one, and grouped", async () => {
  const { container } = open("weft.filter");
  act(() => select({ ...NOTHING, nodes: new Set(["node", "source"]) }));
  await isSound(container);
  fireEvent.click(screen.getByRole("switch", { name: "Enabled" }));
  expect(Object.values(workflowNow().nodes).map(({ enabled }) => enabled)).toEqual([false, false]);
  fireEvent.click(screen.getByRole("button", { name: "Put into a container" }));
  const [id = ""] = Object.keys(workflowNow().containers);
  // The container is selected now: its page has its title and colour.
  type("Title", "Prepare");
  fireEvent.click(screen.getByRole("radio", { name: "Teal" }));
  expect(workflowNow().containers[id]?.title).toBe("Prepare");
  expect(workflowNow().layout.containers[id]?.color).toBe("teal");
  await isSound(container);
});

test("a connection tells the columns that flow and can be removed", async () => {
  const { container } = open("weft.filter");
  const [connection] = workflowNow().connections;
  act(() => select(only("connection", connection ? connectionKey(connection) : "")));
  expect(screen.getByRole("heading", { name: "3 columns" })).toBeTruthy();
  expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toContain("123int64Amountint64");
  await isSound(container);
  fireEvent.click(screen.getByRole("button", { name: "Remove the connection" }));
  expect(workflowNow().connections).toEqual([]);
});

test("a comment is written and coloured", () => {
  open(
    "weft.filter",
    {},
    { more: { layout: { comments: { c: { x: 0, y: 0, width: 9, height: 9, text: "" } } } } },
  );
  act(() => select(only("comment", "c")));
  type("Text", "three **pictures**");
  fireEvent.click(screen.getByRole("radio", { name: "Blue" }));
  expect(workflowNow().layout.comments.c).toMatchObject({ text: "three **pictures**", color: "blue" });
});

test("a tool that is not installed keeps its settings in sight", () => {
  open("weft.filter", { column: "a" });
  act(() => {
    const { node } = workflowNow().nodes;
    if (node) Object.assign(node, { tool: "acme.magic" });
    select(NOTHING);
    select(only("node", "node"));
  });
  expect(screen.getByRole("region", { name: "Settings as they are" }).textContent).toContain('"column": "a"');
});

test("a parameter that may stay empty does not say that it must be given", () => {
  const more = {
    parameters: { weights: { type: "folder", default: "" as never }, data: { type: "folder" } },
  };
  open("weft.filter", {}, { more: more as never });
  act(() => select(NOTHING));
  const field = (name: string) =>
    screen.getByRole("textbox", { name: `Default of ${name}` }) as HTMLInputElement;
  expect(field("weights").placeholder).toBe("Empty");
  expect(field("data").placeholder).toBe("Must be given");
});
