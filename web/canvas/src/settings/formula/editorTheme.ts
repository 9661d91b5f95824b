/** The editor in the look of the desk. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": { backgroundColor: "var(--bg)", color: "var(--ink)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "18px" },
  ".cm-content": { caretColor: "var(--ink)", padding: "6px 4px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-placeholder": { color: "var(--sub)", fontFamily: "var(--font)", fontStyle: "italic" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in oklab, var(--accent) 28%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", color: "var(--accent)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad)",
    textUnderlineOffset: "3px",
  },
  ".cm-tooltip": {
    border: "1px solid var(--line)",
    borderRadius: "var(--radius-field)",
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    boxShadow: "var(--float)",
    zIndex: "1100",
  },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "12px" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "4px 8px !important" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent-soft) !important",
    color: "var(--ink) !important",
  },
  ".cm-completionDetail": { color: "var(--sub)", fontStyle: "normal" },
  ".cm-completionInfo": { maxWidth: "320px", padding: "8px 10px", font: "12px/17px var(--font)" },
  ".cm-completionInfo code": { display: "block" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "color-mix(in oklab, var(--join) 80%, var(--ink))", fontWeight: "600" },
  { tag: tags.function(tags.name), color: "color-mix(in oklab, var(--preparation) 80%, var(--ink))" },
  { tag: tags.propertyName, color: "color-mix(in oklab, var(--computer-vision) 80%, var(--ink))" },
  { tag: tags.string, color: "var(--ok-ink)" },
  { tag: tags.number, color: "color-mix(in oklab, var(--in-out) 75%, var(--ink))" },
  { tag: tags.comment, color: "var(--sub)", fontStyle: "italic" },
]);

export const editorTheme = [look, syntaxHighlighting(colours)];
