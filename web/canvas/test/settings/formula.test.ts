// @vitest-environment jsdom
import { CompletionContext } from "@codemirror/autocomplete";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import type { FormulaLanguage } from "@/model/types";
import { completionsOf, exampleOf } from "@/settings/formula/completion";
import { formulaLanguage } from "@/settings/formula/language";
import { COLUMNS } from "./desk";

const language: FormulaLanguage = {
  functions: [
    { name: "Left", category: "String", signature: "Left(text, n)", help: "The first n.", examples: [] },
  ],
  keywords: ["IF", "THEN", "ELSE", "ENDIF"],
  operators: ["+"],
};

/** The words of a text with what they are taken for. */
function tokens(text: string): string[] {
  const state = EditorState.create({ doc: text, extensions: [formulaLanguage(language)] });
  const found: string[] = [];
  ensureSyntaxTree(state, text.length, 1000)?.iterate({
    enter: ({ name, from, to }) => {
      if (name !== "Document") found.push(`${name} ${text.slice(from, to)}`);
    },
  });
  return found;
}

const complete = (text: string) =>
  completionsOf(new CompletionContext(EditorState.create({ doc: text }), text.length, false), {
    columns: COLUMNS,
    language,
  });

test("columns, functions, keywords, texts, numbers and comments are told apart", () => {
  expect(tokens('if [A]]b] THEN left("x""y", 2.5) // end')).toEqual([
    "keyword if",
    "column [A]]b]",
    "keyword THEN",
    "call left",
    'string "x""y"',
    "number 2.5",
    "comment // end",
  ]);
});

test("a function's name without a bracket is no call, and texts and comments go over lines", () => {
  expect(tokens('left + "a\nb" /* c\nd */ 1')).toEqual([
    'string "a',
    'string b"',
    "comment /* c",
    "comment d */",
    "number 1",
  ]);
});

test("an opened bracket is completed by columns", () => {
  const found = complete("1 + [Am");
  expect(found?.from).toBe(4);
  expect(found?.options.map((option) => option.label)).toEqual(["[Name]", "[Amount]", "[image]"]);
});

test("a word is completed by functions with their help, and by keywords", () => {
  const found = complete("Le");
  expect(found?.options.map((option) => option.label)).toEqual(["Left", "IF", "THEN", "ELSE", "ENDIF"]);
  const info = found?.options[0]?.info;
  const help = typeof info === "function" ? info(found?.options[0] as never) : null;
  expect((help as HTMLElement).textContent).toContain("Left(text, n)");
  expect(complete("1 + ")).toBeNull();
});

test("the example in an empty field is of the columns that arrive, and in Filter it is a condition", () => {
  const [name, amount] = COLUMNS;
  expect(exampleOf(COLUMNS, true)).toBe("[Amount] > 0");
  expect(exampleOf(COLUMNS, false)).toBe("[Amount] * 2");
  expect(exampleOf(name ? [{ ...name, name: "a]b" }] : [], true)).toBe('Contains([a]]b], "a")');
  expect(exampleOf(amount ? [amount] : [], true)).toBe("[Amount] > 0");
  expect(exampleOf([], true)).toBe("[Width] > 64");
});
