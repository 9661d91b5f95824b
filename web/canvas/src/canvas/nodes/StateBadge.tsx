/** The badge on a tile: how the node is, always as a shape, never only as a colour. */
import { Check, History, Layers, type LucideIcon, Pause, Pin, TriangleAlert, X } from "lucide-react";
import { memo } from "react";
import styles from "./StateBadge.module.css";

export type Mark =
  | "done"
  | "warning"
  | "problem"
  | "failed"
  | "off"
  | "kept"
  | "skipped"
  | "outdated"
  | "pin";

const ICONS: Record<Mark, LucideIcon> = {
  done: Check,
  warning: TriangleAlert,
  problem: TriangleAlert,
  failed: X,
  off: Pause,
  skipped: Pause,
  kept: Layers,
  outdated: History,
  pin: Pin,
};

export const StateBadge = memo(function StateBadge({ mark, words }: { mark: Mark | null; words: string }) {
  if (!mark) return null;
  const Icon = ICONS[mark];
  return (
    <span className={`${styles.badge} ${styles[mark]}`} title={words}>
      <Icon size={11} strokeWidth={mark === "done" || mark === "failed" ? 3.5 : 2.5} aria-hidden />
    </span>
  );
});
