/** What an empty panel says: what would be there and how to get it. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./EmptyHint.module.css";

export function EmptyHint({ icon: Icon, children }: { icon?: LucideIcon; children: ReactNode }) {
  return (
    <div className={styles.hint}>
      {Icon && <Icon size={28} strokeWidth={1.5} aria-hidden />}
      <div>{children}</div>
    </div>
  );
}
