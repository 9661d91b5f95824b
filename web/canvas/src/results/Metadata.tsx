/** The columns of an anchor: number, name, type. Known before a run. */
import { Columns3 } from "lucide-react";
import type { ColumnInfo } from "@/model/types";
import { useValidation } from "@/state/validation";
import { EmptyHint } from "@/ui/EmptyHint";
import styles from "./Metadata.module.css";

interface Props {
  place: string;
  /** Those of the records themselves; without them those that the settings promise. */
  columns?: readonly ColumnInfo[] | null;
  hint?: string;
}

export function Metadata({ place, columns, hint }: Props) {
  const promised = useValidation((state) => state.validation.schemas[place]);
  const shown = columns ?? promised;
  if (!shown)
    return (
      <EmptyHint icon={Columns3}>
        {hint ?? "The columns are known after a run."}
        {hint && <p>Which columns there will be, only a run can tell.</p>}
      </EmptyHint>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls by keys
    <section className={styles.frame} tabIndex={0} aria-label="Columns">
      {hint && <p className={styles.hint}>{hint} These are the columns.</p>}
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.number}>
              #
            </th>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((column, index) => (
            <tr key={column.name}>
              <td className={styles.number}>{index + 1}</td>
              <th scope="row">{column.name}</th>
              <td>{column.type}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
