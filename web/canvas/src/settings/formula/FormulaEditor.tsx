/** The editor of one expression: CodeMirror with the language, its completion and the server's findings. */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, placeholder, tooltips } from "@codemirror/view";
import { useEffect, useId, useRef } from "react";
import type { ColumnInfo, FormulaLanguage, FormulaProblem } from "@/model/types";
import type { ControlProps } from "../controls/ControlProps";
import { completionsOf, exampleOf } from "./completion";
import { editorTheme } from "./editorTheme";
import styles from "./Formula.module.css";
import { formulaLanguage } from "./language";

interface Props {
  text: string;
  title: string;
  /** It is to be true or false. */
  condition: boolean;
  columns: readonly ColumnInfo[];
  language: FormulaLanguage;
  problems: readonly FormulaProblem[];
  height: "small" | "large";
  control: ControlProps["control"];
  onChange: (text: string) => void;
}

const NO_PROBLEMS: readonly FormulaProblem[] = [];

export function FormulaEditor(props: Props) {
  const { text, title, columns, condition, language, height, control } = props;
  // That nothing is written yet marks no place in it.
  const problems = text.trim() ? props.problems : NO_PROBLEMS;
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const spoken = useRef(new Compartment());
  const meaning = useRef(new Compartment());
  const examples = useRef(new Compartment());
  const hint = useId();
  // The editor lives as long as the field; what it reads and calls is the latest.
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const parent = frame.current;
    if (!parent) return;
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          meaning.current.of([]),
          spoken.current.of([]),
          examples.current.of([]),
          ...fixedExtensions(parent),
          autocompletion({ override: [(context) => completionsOf(context, latest.current)] }),
          EditorView.updateListener.of((update) => {
            const now = update.state.doc.toString();
            if (update.docChanged && now !== latest.current.text) latest.current.onChange(now);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: meaning.current.reconfigure(formulaLanguage(language)) });
  }, [language]);

  useEffect(() => {
    const attributes: Record<string, string> = {
      "aria-label": title,
      "aria-describedby": [control["aria-describedby"], hint].filter(Boolean).join(" "),
      "aria-invalid": String(control["aria-invalid"] ?? false),
      id: control.id,
    };
    view.current?.dispatch({
      effects: spoken.current.reconfigure(EditorView.contentAttributes.of(attributes)),
    });
  }, [title, hint, control.id, control["aria-describedby"], control["aria-invalid"]]);

  const example = `For example: ${exampleOf(columns, condition)}`;
  useEffect(() => {
    view.current?.dispatch({ effects: examples.current.reconfigure(placeholder(example)) });
  }, [example]);

  useEffect(() => {
    const editor = view.current;
    const now = editor?.state.doc.toString();
    // Undo, or another editor of the same expression, changed it.
    if (editor && now !== text) editor.dispatch({ changes: { from: 0, to: now?.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, marks(problems, editor.state.doc.length)));
  }, [problems]);

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a key to the editor */}
      <div
        ref={frame}
        className={styles.editor}
        data-height={height}
        // The Escape that closed the list of completions must not close what the editor lies in.
        onKeyDown={(event) => event.key === "Escape" && event.defaultPrevented && event.stopPropagation()}
      />
      <span id={hint} className="visually-hidden">
        A formula editor. Control and space complete. Escape, then Tab, leaves the editor.
      </span>
    </>
  );
}

function fixedExtensions(parent: HTMLElement) {
  return [
    EditorView.cspNonce.of(styleNonce()),
    editorTheme,
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    // The form scrolls and cuts off; a dialog lies over everything else.
    tooltips({ parent: parent.closest("dialog") ?? document.body, position: "fixed" }),
    keymap.of([
      // Only while the list of completions is open; otherwise Tab goes on to the next setting.
      { key: "Tab", run: acceptCompletion },
      ...completionKeymap,
      ...closeBracketsKeymap,
      ...defaultKeymap,
    ]),
  ];
}

/** The page's policy lets nobody else bring styles. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
}

function marks(problems: readonly FormulaProblem[], length: number): Diagnostic[] {
  return problems.map(({ start, end, message }) => {
    const from = Math.min(start, Math.max(0, length - 1));
    return { from, to: Math.min(length, Math.max(end, from + 1)), severity: "error", message };
  });
}
