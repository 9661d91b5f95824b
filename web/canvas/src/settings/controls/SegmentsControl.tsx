/** A choice of a few short values, all of them in sight. */
import { choiceLabel } from "../schema/schema";
import type { ControlProps } from "./ControlProps";
import styles from "./controls.module.css";

export function SegmentsControl({ field, value, onChange, control }: ControlProps) {
  const now = value ?? field.fallback;
  return (
    <div className={styles.segments} aria-describedby={control["aria-describedby"]}>
      {(field.schema.enum ?? []).map((choice) => (
        <label key={String(choice)}>
          <input type="radio" name={control.id} checked={choice === now} onChange={() => onChange(choice)} />
          {choiceLabel(choice)}
        </label>
      ))}
    </div>
  );
}
