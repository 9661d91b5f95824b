/** All columns and functions with their help, beside the large editor. */
import { useState } from "react";
import type { ColumnInfo, FormulaLanguage, FunctionHelp } from "@/model/types";
import { EmptyHint } from "@/ui/EmptyHint";
import { TextField } from "@/ui/TextField";
import { TypeChip } from "../controls/TypeChip";
import styles from "./Formula.module.css";

export function FunctionList({
  language,
  columns,
}: {
  language: FormulaLanguage;
  columns: readonly ColumnInfo[];
}) {
  const [query, setQuery] = useState("");
  const wanted = query.trim().toLowerCase();
  const found = language.functions.filter(({ name, help, category }) =>
    [name, help, category].some((text) => text.toLowerCase().includes(wanted)),
  );
  const categories = [...new Set(found.map((each) => each.category))];
  const shownColumns = columns.filter((column) => column.name.toLowerCase().includes(wanted));
  return (
    <section className={styles.functions} aria-label="Columns and functions">
      <TextField
        type="search"
        aria-label="Find a column or function"
        placeholder="Find a column or function"
        value={query}
        onChange={setQuery}
      />
      {shownColumns.length > 0 && (
        <details open>
          <summary>Columns</summary>
          {shownColumns.map((column) => (
            <div key={column.name} className={styles.column}>
              <TypeChip type={column.type} />
              <code>{`[${column.name.replaceAll("]", "]]")}]`}</code>
            </div>
          ))}
        </details>
      )}
      {categories.map((category) => (
        <details key={category} open={wanted !== ""}>
          <summary>{category}</summary>
          {found
            .filter((each) => each.category === category)
            .map((each) => (
              <FunctionEntry key={each.name} entry={each} />
            ))}
        </details>
      ))}
      {found.length === 0 && shownColumns.length === 0 && <EmptyHint>Nothing of this name</EmptyHint>}
    </section>
  );
}

function FunctionEntry({ entry }: { entry: FunctionHelp }) {
  return (
    <div className={styles.entry}>
      <code>{entry.signature}</code>
      <span>{entry.help}</span>
      {entry.examples.map(([expression, result]) => (
        <code key={String(expression)} className={styles.example}>{`${expression} → ${result}`}</code>
      ))}
    </div>
  );
}
