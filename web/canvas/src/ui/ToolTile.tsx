/** A tool's tile: its icon in white on its category's colour. */
import { categoryColor } from "./category";
import { ToolIcon } from "./ToolIcon";
import styles from "./ToolTile.module.css";

interface Props {
  icon: string;
  category: string;
  size?: number;
}

export function ToolTile({ icon, category, size = 36 }: Props) {
  const style = { "--category": categoryColor(category), "--size": `${size}px` } as React.CSSProperties;
  return (
    <span className={styles.tile} style={style} aria-hidden>
      <ToolIcon name={icon} size={Math.round(size * 0.5)} />
    </span>
  );
}
