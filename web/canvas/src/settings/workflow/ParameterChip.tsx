/** A parameter in place of a value: its name and what it is now. */
import { Braces, X } from "lucide-react";
import type { Parameter } from "@/model/types";
import { IconButton } from "@/ui/IconButton";
import type { ControlProps } from "../controls/ControlProps";
import styles from "./ParameterChip.module.css";

interface Props {
  name: string;
  /** Undefined where the workflow has none of that name. */
  parameter: Parameter | undefined;
  control?: ControlProps["control"];
  /** Put its value in its place. */
  onRemove?: () => void;
}

export function ParameterChip({ name, parameter, control, onRemove }: Props) {
  const value: unknown = parameter?.default;
  return (
    <div className={`${styles.chip} ${parameter ? "" : styles.missing}`}>
      <Braces size={14} strokeWidth={1.75} aria-hidden />
      <output {...control} className={styles.text}>
        <strong>{name}</strong>
        <span>
          {!parameter
            ? "there is no such parameter"
            : value === undefined || value === null
              ? "has no default"
              : `= ${value}`}
        </span>
      </output>
      {onRemove && (
        <IconButton icon={X} size={14} label={`Take the value of ${name} instead`} onClick={onRemove} />
      )}
    </div>
  );
}
