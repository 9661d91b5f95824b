/** How grave a message is: a sign and its name, never the colour alone. */
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import styles from "./LevelIcon.module.css";

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;
const NAMES = { error: "Error", warning: "Warning", info: "Information" } as const;

export function LevelIcon({ level }: { level: keyof typeof ICONS }) {
  const Icon = ICONS[level];
  return <Icon size={16} strokeWidth={1.75} className={styles[level]} aria-label={NAMES[level]} role="img" />;
}
