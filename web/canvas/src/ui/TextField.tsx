/** A line of text. */
import type { LucideIcon } from "lucide-react";
import type { InputHTMLAttributes, ReactNode, Ref } from "react";
import styles from "./TextField.module.css";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange"> {
  onChange: (value: string) => void;
  icon?: LucideIcon;
  /** A key or a button at the end. */
  after?: ReactNode;
  mono?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({
  onChange,
  icon: Icon,
  after,
  mono,
  className = "",
  type = "text",
  ref,
  ...rest
}: Props) {
  return (
    <span className={`${styles.frame} ${className}`}>
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        ref={ref}
        type={type}
        className={mono ? styles.mono : ""}
        onChange={(event) => onChange(event.target.value)}
      />
      {after}
    </span>
  );
}
