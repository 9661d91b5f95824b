// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { ACTIONS } from "@/app/actions";
import { actionOf, watchKeys } from "@/app/keys";
import type { Action } from "@/ui/action";
import { pressed, shownKeys, spokenKeys } from "@/ui/keys";

const press = (key: string, held: Partial<KeyboardEventInit> = {}) =>
  new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held });

const action = (id: string, keys: string[], more: Partial<Action> = {}): Action => ({
  id,
  label: id,
  group: "Desk",
  keys,
  run: () => {},
  ...more,
});

afterEach(() => {
  document.body.innerHTML = "";
});

describe("keys", () => {
  it("match what was pressed, with just the keys that were held", () => {
    expect(pressed(press("r", { ctrlKey: true }), "Ctrl+R", false)).toBe(true);
    expect(pressed(press("R", { ctrlKey: true, shiftKey: true }), "Ctrl+R", false)).toBe(false);
    expect(pressed(press("?", { shiftKey: true }), "?", false)).toBe(true);
    expect(pressed(press("+", { ctrlKey: true }), "Ctrl++", false)).toBe(true);
  });

  it("mean the command key on a Mac", () => {
    expect(pressed(press("s", { metaKey: true }), "Ctrl+S", true)).toBe(true);
    expect(pressed(press("s", { ctrlKey: true }), "Ctrl+S", true)).toBe(false);
    expect(shownKeys("Ctrl+Shift+B", true)).toBe("⌘⇧B");
    expect(shownKeys("Ctrl+Shift+B", false)).toBe("Ctrl Shift B");
    expect(spokenKeys("Ctrl+Shift+B", false)).toBe("Control+Shift+B");
  });

  it("are written as people call them", () => {
    const shown = ACTIONS.flatMap((each) => each.keys.map((keys) => shownKeys(keys, false)));
    expect(shown).toContain("Menu key");
    for (const keys of shown) expect(keys).not.toMatch(/ContextMenu|Arrow|Escape/);
    for (const { label } of ACTIONS) expect(label).not.toMatch(/what has the focus/);
  });

  it("go by their place where the keyboard writes another script", () => {
    expect(pressed(press("ы", { ctrlKey: true, code: "KeyS" }), "Ctrl+S", false)).toBe(true);
    expect(pressed(press("o", { ctrlKey: true, code: "KeyS" }), "Ctrl+S", false)).toBe(false);
  });
});

describe("the action of a key", () => {
  it("is none while a text is typed, but for those that work everywhere", () => {
    document.body.innerHTML = "<input>";
    const target = document.querySelector("input");
    const event = { ...plain("a"), target };
    expect(actionOf(event, [action("select", ["A"])])).toBeNull();
    expect(actionOf(event, [action("select", ["A"], { everywhere: true })])?.id).toBe("select");
  });

  it("goes by the panel that has the focus", () => {
    document.body.innerHTML =
      '<main data-region="canvas"><button></button></main><p data-region="results"><a href="#">x</a></p>';
    const actions = [action("delete", ["Delete"], { onCanvas: true })];
    document.querySelector("button")?.focus();
    expect(actionOf(plain("Delete"), actions)?.id).toBe("delete");
    document.querySelector("a")?.focus();
    expect(actionOf(plain("Delete"), actions)).toBeNull();
  });

  it("undoes in a field that was reached by clicking a problem, after what the field can undo itself", async () => {
    document.body.innerHTML = "<input>";
    const field = document.querySelector("input");
    let undone = 0;
    const run = () => {
      undone += 1;
    };
    const end = watchKeys([action("undo", ["Ctrl+Z"], { afterField: true, run })]);
    const undo = async (own: boolean) => {
      field?.dispatchEvent(press("z", { ctrlKey: true }));
      if (own) field?.dispatchEvent(new InputEvent("input", { inputType: "historyUndo", bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 40));
    };
    await undo(true);
    expect(undone).toBe(0);
    await undo(false);
    expect(undone).toBe(1);
    end();
  });

  it("keeps Ctrl+R from reloading, over a dialog too", () => {
    const end = watchKeys([action("run", ["Ctrl+R"], { everywhere: true })]);
    const event = press("r", { ctrlKey: true });
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    end();
  });

  it("does what is asked with what stands in the field, though the field takes it only when it is left", () => {
    document.body.innerHTML = '<input value="43">';
    const [field] = document.querySelectorAll("input");
    const [taken, saved]: string[][] = [[], []];
    field?.addEventListener("blur", () => taken?.push(field.value));
    field?.focus();
    const save = () => saved?.push(taken?.at(-1) ?? "nothing");
    const end = watchKeys([action("save", ["Ctrl+S"], { everywhere: true, run: save })]);
    field?.dispatchEvent(press("s", { ctrlKey: true }));
    end();
    expect(saved).toEqual(["43"]);
    expect(document.activeElement).toBe(field);
  });
});

describe("all actions", () => {
  it("have an id of their own", () => {
    const ids = ACTIONS.map((each) => each.id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it.each([true, false])("do not share a key in the same place; on the canvas: %s", (onCanvas) => {
    const seen = new Map<string, string>();
    const clashes = ACTIONS.filter((each) => Boolean(each.onCanvas) === onCanvas).flatMap((each) =>
      each.keys.map(sorted).flatMap((keys) => {
        const other = seen.get(keys);
        seen.set(keys, each.id);
        return other ? [`${keys}: ${other}, ${each.id}`] : [];
      }),
    );
    expect(clashes).toEqual([]);
  });
});

/** `Alt+Shift+T` is `Shift+Alt+T`. */
function sorted(keys: string): string {
  const parts = keys.split("+");
  return [...parts.slice(0, -1).sort(), parts.at(-1)].join("+");
}

function plain(key: string) {
  return {
    key,
    code: "",
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    target: document.body,
  };
}
