/** The colour of a container or a comment. */
import { useId } from "react";
import { COLORS } from "@/model/document";
import { choiceLabel } from "../schema/schema";
import styles from "./ColorChoice.module.css";

export function ColorChoice({ value, onChange }: { value: string; onChange: (color: string) => void }) {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>Colour</legend>
      {COLORS.map((color) => (
        <label key={color} className={styles[color]} title={choiceLabel(color)}>
          <input type="radio" name={name} checked={color === value} onChange={() => onChange(color)} />
          <span className="visually-hidden">{choiceLabel(color)}</span>
        </label>
      ))}
    </fieldset>
  );
}
