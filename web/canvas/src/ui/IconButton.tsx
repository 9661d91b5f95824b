/** A button that is an icon; its label is read aloud and shown on hover. */
import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes } from "react";
import styles from "./IconButton.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon;
  label: string;
  /** Shown after the label on hover, such as `Ctrl Z`. */
  keys?: string;
  size?: number;
}

export function IconButton({ icon: Icon, label, keys, size = 18, className = "", ...rest }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      {...rest}
      className={`${styles.button} ${className}`}
    >
      <Icon size={size} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
