/** A row of the outline. */
import { ChevronRight, Layers2, Spline } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./OutlineRow.module.css";
import type { Row } from "./rows";

export interface RowProps {
  row: Row;
  isSelected: boolean;
  /** The one row that the Tab key stops at. */
  isCurrent: boolean;
  onChoose: (extend: boolean) => void;
  onToggle: () => void;
  onConfigure: () => void;
  onMenu: (at: { x: number; y: number }) => void;
}

interface Looks extends RowProps {
  icon?: ReactNode;
  /** What is said after the name. */
  words?: string;
  children?: ReactNode;
}

export function OutlineRow({ row, icon, words = "", children, ...props }: Looks) {
  const { isSelected, isCurrent, onChoose, onToggle, onConfigure, onMenu } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys
    <div
      role="treeitem"
      tabIndex={isCurrent ? 0 : -1}
      data-row={row.key}
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.count}
      aria-selected={isSelected}
      aria-expanded={row.isOpen ?? undefined}
      className={styles.row}
      style={{ "--level": row.level } as React.CSSProperties}
      onClick={(event) => onChoose(event.shiftKey || event.ctrlKey || event.metaKey)}
      onDoubleClick={onConfigure}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      <span
        className={styles.chevron}
        data-open={row.isOpen || undefined}
        aria-hidden
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        {row.isOpen !== null && <ChevronRight size={14} strokeWidth={1.75} />}
      </span>
      <span className={styles.icon} aria-hidden>
        {icon ?? (row.kind === "container" ? <Layers2 size={16} /> : <Spline size={14} />)}
      </span>
      <span className={styles.label} title={row.label}>
        {row.label}
      </span>
      <span className="visually-hidden">{rest(row, words)}</span>
      {children}
    </div>
  );
}

/** What the label does not say already: `, 3rd of 9, from Directory, done`. */
function rest({ label, sentence }: Row, words: string): string {
  const place = sentence.startsWith(label) ? sentence.slice(label.length) : `, ${sentence}`;
  return words ? `${place}, ${words}` : place;
}
