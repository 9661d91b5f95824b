/** The formula language for highlighting: columns, functions, keywords, texts, numbers, comments. */
import { StreamLanguage, type StringStream } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import type { FormulaLanguage } from "@/model/types";

interface State {
  /** Inside a comment of several lines, or a text that goes on. */
  until: "comment" | '"' | "'" | null;
}

export function formulaLanguage(language: FormulaLanguage): StreamLanguage<State> {
  const keywords = new Set(language.keywords.map((word) => word.toLowerCase()));
  const functions = new Set(language.functions.map(({ name }) => name.toLowerCase()));
  return StreamLanguage.define<State>({
    name: "weft-formula",
    startState: () => ({ until: null }),
    copyState: (state) => ({ ...state }),
    token: (stream, state) => {
      if (state.until) return rest(stream, state);
      if (stream.eatSpace()) return null;
      if (stream.match("//")) {
        stream.skipToEnd();
        return "comment";
      }
      if (stream.match("/*")) {
        state.until = "comment";
        return rest(stream, state);
      }
      if (stream.match(/^\[(?:[^\]]|\]\])*\]?/)) return "column";
      if (stream.match(/^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i)) return "number";
      const quote = stream.match(/^["']/, false) ? stream.next() : undefined;
      if (quote === '"' || quote === "'") {
        state.until = quote;
        return rest(stream, state);
      }
      const word = stream.match(/^[A-Za-z_]\w*/);
      if (Array.isArray(word)) return wordToken(word[0].toLowerCase(), stream, keywords, functions);
      stream.next();
      return null;
    },
    languageData: { commentTokens: { line: "//", block: { open: "/*", close: "*/" } } },
    tokenTable: { column: tags.propertyName, call: tags.function(tags.name) },
  });
}

function rest(stream: StringStream, state: State): string {
  if (state.until === "comment") {
    if (stream.skipTo("*/")) {
      stream.match("*/");
      state.until = null;
    } else stream.skipToEnd();
    return "comment";
  }
  while (!stream.eol()) {
    if (stream.next() !== state.until) continue;
    // A quote written twice is part of the text.
    if (stream.peek() !== state.until) {
      state.until = null;
      break;
    }
    stream.next();
  }
  return "string";
}

function wordToken(
  word: string,
  stream: StringStream,
  keywords: ReadonlySet<string>,
  functions: ReadonlySet<string>,
): string | null {
  if (functions.has(word) && stream.match(/^\s*\(/, false)) return "call";
  return keywords.has(word) ? "keyword" : null;
}
