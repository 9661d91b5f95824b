/** A drop-down: the browser's own, in the look of the desk. */
import { ChevronDown } from "lucide-react";
import type { SelectHTMLAttributes } from "react";
import styles from "./Select.module.css";

export interface Choice {
  value: string;
  label: string;
  disabled?: boolean;
}

interface Props extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange"> {
  choices: readonly Choice[];
  onChange: (value: string) => void;
}

export function Select({ choices, onChange, className = "", ...rest }: Props) {
  return (
    <span className={`${styles.frame} ${className}`}>
      <select {...rest} className={styles.select} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.disabled}>
            {choice.label}
          </option>
        ))}
      </select>
      <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
    </span>
  );
}
