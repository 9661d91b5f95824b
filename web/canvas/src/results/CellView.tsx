/** What is in a cell of the grid. */
import { Boxes, FileText } from "lucide-react";
import { memo } from "react";
import styles from "./CellView.module.css";
import { cellText, isPicture } from "./cells";
import type { Cell } from "./records";
import { Thumbnail } from "./Thumbnail";

interface Props {
  cell: Cell | undefined;
  /** Of the record, from 1: a picture is called by it. */
  number: number;
  /** Its column holds classes or the like. */
  isLabel: boolean;
  /** A picture was clicked. */
  onOpen?: () => void;
}

export const CellView = memo(function CellView({ cell, number, isLabel, onOpen }: Props) {
  if (cell === undefined) return <span className={styles.waiting} />;
  if (cell === null) return <span className={styles.none}>null</span>;
  if (isPicture(cell)) {
    const text = cellText(cell);
    return (
      <Thumbnail
        className={styles.picture}
        cell={cell}
        fits={64}
        alt={`Record ${number}: ${text}`}
        title={text}
        width={26}
        height={26}
        onClick={onOpen}
      />
    );
  }
  const kind = typeof cell === "object" ? cell.kind : "";
  if (kind === "model" || kind === "report") {
    const Icon = kind === "model" ? Boxes : FileText;
    return (
      <span className={styles.object}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        {cellText(cell)}
      </span>
    );
  }
  const text = cellText(cell);
  if (isLabel && text) return <span className={styles.label}>{text}</span>;
  return (
    <span className={kind === "json" || looksLikePath(text) ? styles.mono : undefined} title={titleOf(text)}>
      {text}
    </span>
  );
});

const looksLikePath = (text: string): boolean => /^[^\s]*[\\/][^\s]+\.\w{2,8}$/.test(text);
const titleOf = (text: string): string | undefined => (text.length > 24 ? text.slice(0, 400) : undefined);
