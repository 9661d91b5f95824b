/** A button that is an icon; its label is read aloud and shown on hover. */
import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes } from "react";
import styles from "./IconButton.module.css";
import { shownKeys, spokenKeys } from "./keys";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon;
  label: string;
  /** Its shortcut, such as `Ctrl+Z`: shown after the label on hover, and told to screen readers. */
  keys?: string;
  size?: number;
}

export function IconButton({ icon: Icon, label, keys, size = 18, className = "", ...rest }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      title={keys ? `${label} (${shownKeys(keys)})` : label}
      aria-keyshortcuts={keys && spokenKeys(keys)}
      {...rest}
      className={`${styles.button} ${className}`}
    >
      <Icon size={size} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
