// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, describe, expect, test } from "vitest";
import { focusField } from "@/settings/focus";
import { useValidation } from "@/state/validation";
import { edit, undo, workflowNow } from "@/state/workflow";
import { judge, open, settingsNow, stepsOfUndo, TOOLS } from "./desk";

afterEach(cleanup);

const type = (element: HTMLElement, value: string) => {
  element.focus();
  fireEvent.change(element, { target: { value } });
};
const choose = (name: string) => fireEvent.click(screen.getByRole("menuitem", { name }));

test.each(TOOLS.map(({ id }) => id))("the form of %s can be read by everybody", async (id) => {
  const { container } = open(id);
  const { violations } = await axe.run(container, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html}`)).toEqual([]);
});

describe("values", () => {
  test("only what differs from the default is written, and typing is one step of undo", () => {
    open("weft.image_recognition");
    const epochs = screen.getByRole("spinbutton", { name: "Epochs" });
    expect(epochs.getAttribute("placeholder")).toBe("10");
    type(epochs, "2");
    type(epochs, "25");
    expect(settingsNow()).toEqual({ epochs: 25 });
    expect(stepsOfUndo()).toBe(1);
    type(epochs, "10");
    expect(settingsNow()).toEqual({});
    expect((epochs as HTMLInputElement).value).toBe("10");
    type(epochs, "abc");
    expect(settingsNow()).toEqual({});
    expect(epochs.getAttribute("aria-invalid")).toBe("true");
    type(epochs, "7");
    act(undo);
    expect((epochs as HTMLInputElement).value).toBe("");
  });

  test("arrow keys step within the limits", () => {
    open("weft.image_recognition", { epochs: 2 });
    const epochs = screen.getByRole("spinbutton", { name: "Epochs" });
    fireEvent.keyDown(epochs, { key: "ArrowDown" });
    fireEvent.keyDown(epochs, { key: "ArrowDown" });
    expect(settingsNow()).toEqual({ epochs: 1 });
    fireEvent.keyDown(epochs, { key: "PageUp" });
    expect(settingsNow()).toEqual({ epochs: 11 });
  });

  test("who types passes the default without losing letters", () => {
    open("weft.image_input");
    const name = screen.getByRole("textbox", { name: "Name of the picture column" }) as HTMLInputElement;
    for (const text of ["imag", "image", "image2"]) type(name, text);
    expect(name.value).toBe("image2");
    expect(settingsNow()).toEqual({ image_column: "image2" });
  });

  test("what a connection takes the place of is out of sight, and the form says so", () => {
    open("weft.image_input");
    expect(screen.queryByRole("textbox", { name: "Folder" })).toBeNull();
    expect(screen.getByRole("combobox", { name: "Column with the paths" })).toBeTruthy();
    const note = "Folder, Include subfolders and File types do not count while something is connected";
    expect(screen.getByText(new RegExp(note))).toBeTruthy();
    act(() => edit("Disconnect", (workflow) => ({ ...workflow, connections: [] })));
    expect(screen.getByRole("textbox", { name: "Folder" })).toBeTruthy();
    expect(screen.queryByRole("combobox", { name: "Column with the paths" })).toBeNull();
    expect(screen.queryByText(new RegExp(note))).toBeNull();
  });

  test("an empty text is kept where it means something of its own", () => {
    open("weft.input_data", { format: "csv" });
    fireEvent.click(screen.getByRole("button", { name: /^Text files/ }));
    const quote = screen.getByRole("textbox", { name: "Quote" }) as HTMLInputElement;
    expect(quote.value).toBe('"');
    type(quote, "");
    expect(settingsNow()).toEqual({ format: "csv", quote: "" });
  });

  test("what does not count is out of sight: Filter has a simple and a custom mode", async () => {
    open("weft.filter");
    expect(screen.getByRole("combobox", { name: "Column" })).toBeTruthy();
    fireEvent.click(screen.getByRole("radio", { name: "Custom" }));
    expect(settingsNow()).toEqual({ mode: "custom" });
    expect(screen.queryByRole("combobox", { name: "Column" })).toBeNull();
    expect(await screen.findByRole("textbox", { name: "Expression" })).toBeTruthy();
  });
});

describe("Filter", () => {
  const operators = () =>
    within(screen.getByRole("combobox", { name: "Operator" }))
      .getAllByRole("option")
      .map((each) => each.textContent);

  test("does not offer Contains, IsTrue and the time of dates for a number", () => {
    open("weft.filter", { column: "Amount" });
    expect(operators()).toContain(">=");
    for (const each of ["Contains", "Starts with", "IsTrue"]) expect(operators()).not.toContain(each);
    expect(screen.queryByRole("switch", { name: "Ignore time in dates" })).toBeNull();
  });

  test("offers Contains for a text, and keeps in sight what is set", () => {
    open("weft.filter", { column: "Name" });
    expect(operators()).toContain("Contains");
    expect(operators()).not.toContain("IsTrue");
    cleanup();
    open("weft.filter", { column: "Amount", operator: "Contains", ignore_time: true });
    expect(operators()).toContain("Contains");
    expect(screen.getByRole("switch", { name: "Ignore time in dates" })).toBeTruthy();
  });

  test("carries the simple condition over to Custom, and never over one that is written", () => {
    open("weft.filter", { column: "Name", operand: "bolt" });
    const annotations = { node: '[Name] = "bolt"' };
    act(() => useValidation.setState(({ validation }) => ({ validation: { ...validation, annotations } })));
    fireEvent.click(screen.getByRole("radio", { name: "Custom" }));
    expect(settingsNow()).toMatchObject({ mode: "custom", expression: '[Name] = "bolt"' });
    fireEvent.click(screen.getByRole("radio", { name: "Basic" }));
    annotations.node = "[Name] = 3";
    fireEvent.click(screen.getByRole("radio", { name: "Custom" }));
    expect(settingsNow()).toMatchObject({ mode: "custom", expression: '[Name] = "bolt"' });
  });
});

describe("columns", () => {
  test("those of the right kind come first, the others say why not", () => {
    open("weft.image_processing");
    fireEvent.click(screen.getByRole("combobox", { name: "Image" }));
    const options = screen.getAllByRole("option");
    expect(options.map((option) => option.getAttribute("aria-disabled"))).toEqual([null, "true", "true"]);
    expect(options[1]?.textContent).toContain("Holds text; wanted: pictures");
    fireEvent.click(options[1] as HTMLElement);
    expect(settingsNow()).toEqual({});
  });

  test("typing narrows the list down and Enter takes the first", () => {
    open("weft.filter");
    const column = screen.getByRole("combobox", { name: "Column" });
    type(column, "amo");
    fireEvent.keyDown(column, { key: "Enter" });
    expect(settingsNow()).toEqual({ column: "Amount" });
    expect(column.getAttribute("aria-expanded")).toBe("false");
  });

  test("one that is set but does not arrive stays in sight and is marked", () => {
    open("weft.filter", { column: "Gone" });
    const column = screen.getByRole("combobox", { name: "Column" }) as HTMLInputElement;
    expect(column.value).toBe("Gone");
    expect(screen.getByRole("img", { name: "Missing:" })).toBeTruthy();
  });

  test("while only a run can tell the columns, any name can be typed", () => {
    open("weft.filter", {}, { columns: null });
    const column = screen.getByRole("combobox", { name: "Column" });
    expect(screen.getByText("Type a name, or run once to know the columns")).toBeTruthy();
    type(column, "Later");
    fireEvent.blur(column);
    expect(settingsNow()).toEqual({ column: "Later" });
  });

  test("several are ticked, a missing one can be taken away", () => {
    open("weft.unique", { columns: ["Gone", "Amount"] });
    fireEvent.click(screen.getByRole("checkbox", { name: /Name/ }));
    expect(settingsNow()).toEqual({ columns: ["Gone", "Amount", "Name"] });
    fireEvent.click(screen.getByRole("checkbox", { name: /Gone/ }));
    expect(settingsNow()).toEqual({ columns: ["Amount", "Name"] });
  });
});

describe("problems", () => {
  test("stand at their setting, and their coming takes no focus away", () => {
    open("weft.filter", { column: "Name" });
    const operand = screen.getByRole("textbox", { name: "Value" });
    type(operand, "x");
    judge({ field: "operand", message: "is no number" }, { message: "nothing arrives" });
    expect(document.activeElement).toBe(operand);
    expect(operand.isConnected).toBe(true);
    expect(operand.getAttribute("aria-invalid")).toBe("true");
    const described = document.getElementById(operand.getAttribute("aria-describedby") ?? "");
    expect(described?.textContent).toContain("is no number");
    expect(screen.getByText("nothing arrives")).toBeTruthy();
  });

  test("lead to a setting inside a folded step, by the server's path", async () => {
    const steps = [{ step: "scale" }, { step: "grayscale" }, { step: "shift" }, { step: "crop", width: -3 }];
    open("weft.image_processing", { steps });
    expect(screen.queryByRole("spinbutton", { name: "Width" })).toBeNull();
    judge({ field: "steps.3.crop.width", message: "must be more than 0" });
    act(() => focusField("node", "steps.3.crop.width"));
    await waitFor(() => expect((document.activeElement as HTMLInputElement).value).toBe("-3"));
  });

  test("lead into a folded group", async () => {
    open("weft.image_recognition");
    act(() => focusField("node", "seed"));
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("spinbutton", { name: "Seed" })),
    );
  });
});

describe("steps", () => {
  test("are added, and the new one gets the focus", () => {
    open("weft.image_processing");
    fireEvent.click(screen.getByRole("button", { name: "Add a step" }));
    choose("Scale");
    expect(settingsNow()).toEqual({ steps: [{ step: "scale" }] });
    expect(document.activeElement).toBe(screen.getByRole("spinbutton", { name: "Width" }));
    type(document.activeElement as HTMLElement, "64");
    expect(settingsNow()).toEqual({ steps: [{ step: "scale", width: 64 }] });
  });

  test("move by Alt and arrows, and the focus goes along", () => {
    open("weft.sort", { keys: [{ column: "Name" }, { column: "Amount" }] });
    const [first] = screen.getAllByRole("combobox", { name: "Column" });
    first?.focus();
    fireEvent.keyDown(first as HTMLElement, { key: "ArrowDown", altKey: true });
    expect(settingsNow()).toEqual({ keys: [{ column: "Amount" }, { column: "Name" }] });
    expect((document.activeElement as HTMLInputElement).value).toBe("Name");
  });

  test("are duplicated and removed", () => {
    open("weft.summarize", { actions: [{ column: "Name" }] });
    fireEvent.click(screen.getByRole("button", { name: /^Duplicate/ }));
    expect(settingsNow()).toEqual({ actions: [{ column: "Name" }, { column: "Name" }] });
    for (const button of screen.getAllByRole("button", { name: /^Remove Summarize action/ }))
      if (button.isConnected) fireEvent.click(button);
    expect(settingsNow()).toEqual({});
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Add a summarize action" }));
  });
});

describe("parameters", () => {
  test("are made of a setting in one step, and give their value back", () => {
    open("weft.image_recognition", { epochs: 5 });
    fireEvent.click(screen.getByRole("button", { name: "More on Epochs" }));
    choose("Make a parameter of this");
    expect(settingsNow()).toEqual({ epochs: `\${epochs}` });
    expect(workflowNow().parameters.epochs).toMatchObject({ type: "integer", default: 5 });
    expect(stepsOfUndo()).toBe(1);
    fireEvent.click(screen.getByRole("button", { name: "Parameter epochs" }));
    choose("Use its value here, without the parameter");
    expect(settingsNow()).toEqual({ epochs: 5 });
  });

  test("are changed where they are used, with the control of the setting", () => {
    open(
      "weft.image_recognition",
      { epochs: `\${rounds}` },
      { more: { parameters: { rounds: { type: "integer", default: 12 as never } } } },
    );
    const epochs = screen.getByRole("spinbutton", { name: "Epochs" }) as HTMLInputElement;
    expect(epochs.value).toBe("12");
    expect(epochs.getAttribute("aria-describedby")).not.toBeNull();
    expect(screen.getByText(/used by 1 node/).textContent).toBe(
      "Changes the parameter rounds, used by 1 node",
    );
    type(epochs, "2");
    type(epochs, "");
    type(epochs, "25");
    expect(workflowNow().parameters.rounds).toEqual({ type: "integer", default: 25 });
    expect(settingsNow()).toEqual({ epochs: `\${rounds}` });
    expect(stepsOfUndo()).toBe(1);
    fireEvent.click(screen.getByRole("button", { name: "Parameter rounds" }));
    choose("Go to the parameter");
    expect(screen.getByRole("group", { name: "Parameter rounds" })).toBeTruthy();
  });

  test("that do not exist are marked", () => {
    open("weft.image_recognition", { epochs: `\${gone}` });
    expect(screen.getByText("there is no such parameter")).toBeTruthy();
  });
});

describe("grids", () => {
  test("Select drops, renames and orders columns by keyboard", () => {
    open("weft.select");
    fireEvent.click(screen.getByRole("checkbox", { name: "Keep image" }));
    type(screen.getByRole("textbox", { name: "New name of Name" }), "Who");
    expect(settingsNow()).toEqual({
      columns: [{ column: "Name", rename: "Who" }, { column: "Amount" }, { column: "image", keep: false }],
    });
    const keep = screen.getByRole("checkbox", { name: "Keep Name" });
    keep.focus();
    fireEvent.keyDown(keep, { key: "ArrowDown", altKey: true });
    expect((settingsNow().columns as { column: string }[]).map(({ column }) => column)).toEqual([
      "Amount",
      "Name",
      "image",
    ]);
    expect(document.activeElement).toBe(keep);
  });

  test("Text Input takes a pasted table and grows by Enter", () => {
    open("weft.text_input");
    fireEvent.change(screen.getByRole("textbox", { name: "Paste a table here" }), {
      target: { value: "a\tb\n1\t2" },
    });
    expect(settingsNow()).toEqual({ columns: [{ name: "a" }, { name: "b" }], rows: [["1", "2"]] });
    fireEvent.keyDown(screen.getByRole("textbox", { name: "a, row 1" }), { key: "Enter" });
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "a, row 2" }));
  });
});

test("the model is chosen by what it costs, or is any other name", () => {
  open("weft.image_recognition");
  const model = screen.getByRole("combobox", { name: "Pre-trained model" });
  fireEvent.click(model);
  const vgg = within(screen.getByRole("listbox")).getByRole("option", { name: /VGG16/ });
  expect(vgg.textContent).toMatch(/15 million weights · 59 MB · 24 times slower/);
  type(model, "resnet18");
  fireEvent.keyDown(model, { key: "Enter" });
  expect(settingsNow()).toEqual({ model: "resnet18" });
});
