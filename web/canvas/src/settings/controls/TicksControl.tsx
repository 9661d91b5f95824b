/** Some of a few values. */
import { asList } from "../schema/values";
import type { ControlProps } from "./ControlProps";
import styles from "./controls.module.css";

export function TicksControl({ field, value, onChange, control }: ControlProps) {
  const values = field.schema.items?.enum ?? [];
  const now = asList(value ?? field.fallback);
  return (
    <div className={styles.ticks}>
      {values.map((each) => (
        <label key={String(each)} className={styles.tick}>
          <input
            type="checkbox"
            checked={now.includes(each)}
            aria-describedby={control["aria-describedby"]}
            onChange={(event) =>
              onChange(values.filter((one) => (one === each ? event.target.checked : now.includes(one))))
            }
          />
          {String(each)}
        </label>
      ))}
    </div>
  );
}
