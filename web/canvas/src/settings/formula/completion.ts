/** What completes an expression: columns after `[`, else functions with their help, and keywords. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { ColumnInfo, FormulaLanguage, FunctionHelp } from "@/model/types";

interface Known {
  columns: readonly ColumnInfo[];
  language: FormulaLanguage;
}

export function completionsOf(context: CompletionContext, known: Known): CompletionResult | null {
  const column = context.matchBefore(/\[[^\][]*$/);
  if (column) return { from: column.from, options: known.columns.map(columnCompletion), filter: true };
  const word = context.matchBefore(/[A-Za-z_]\w*$/);
  if (!word && !context.explicit) return null;
  const options = [
    ...known.language.functions.map(functionCompletion),
    ...known.language.keywords.map((label): Completion => ({ label, type: "keyword" })),
    ...(word ? [] : known.columns.map(columnCompletion)),
  ];
  return { from: word?.from ?? context.pos, options, validFor: /^\w*$/ };
}

/** An expression of the columns that arrive, numbers first; `condition` is one that is true or false. */
export function exampleOf(columns: readonly ColumnInfo[], condition: boolean): string {
  const [numeric, text] = ["number", "text"].map((wanted) =>
    columns.find(({ kinds }) => kinds.some((kind) => kind === wanted)),
  );
  if (numeric) return `${quoted(numeric.name)} ${condition ? "> 0" : "* 2"}`;
  if (text) return condition ? `Contains(${quoted(text.name)}, "a")` : `Uppercase(${quoted(text.name)})`;
  return condition ? "[Width] > 64" : 'IF [Width] > 64 THEN "large" ELSE "small" ENDIF';
}

const quoted = (name: string): string => `[${name.replaceAll("]", "]]")}]`;

function columnCompletion({ name, type }: ColumnInfo): Completion {
  return {
    label: quoted(name),
    detail: type,
    type: "property",
    // The bracket that was closed by itself is the one that closes the name.
    apply: (view: EditorView, completion: Completion, from: number, to: number) => {
      const end = view.state.sliceDoc(to, to + 1) === "]" ? to + 1 : to;
      view.dispatch({
        changes: { from, to: end, insert: completion.label },
        selection: { anchor: from + completion.label.length },
      });
    },
  };
}

function functionCompletion(each: FunctionHelp): Completion {
  return {
    label: each.name,
    detail: each.category,
    type: "function",
    apply: (view: EditorView, _: Completion, from: number, to: number) => {
      const opened = view.state.sliceDoc(to, to + 1) === "(";
      const insert = opened ? each.name : `${each.name}()`;
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + each.name.length + 1 },
      });
    },
    info: () => helpOf(each),
  };
}

function helpOf(each: FunctionHelp): HTMLElement {
  const help = document.createElement("div");
  const lines: [tag: string, text: string][] = [
    ["code", each.signature],
    ["div", each.help],
    ...each.examples.map(([expression, result]): [string, string] => ["code", `${expression} → ${result}`]),
  ];
  for (const [tag, text] of lines) help.appendChild(document.createElement(tag)).textContent = text;
  return help;
}
