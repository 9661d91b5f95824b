/** A button with a text, perhaps an icon before it. */
import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./Button.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: "plain" | "primary" | "danger" | "quiet";
  icon?: LucideIcon;
  children: ReactNode;
}

export function Button({ kind = "plain", icon: Icon, children, className = "", ...rest }: Props) {
  return (
    <button type="button" {...rest} className={`${styles.button} ${styles[kind]} ${className}`}>
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      {children}
    </button>
  );
}
