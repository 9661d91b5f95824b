/** The whole text of a cell. */
import { useEffect, useState } from "react";
import { Dialog } from "@/ui/Dialog";
import styles from "./CellDialog.module.css";
import { blobAddress, cellText } from "./cells";
import type { Cell } from "./records";

interface Props {
  title: string;
  cell: Cell;
  onClose: () => void;
}

export function CellDialog({ title, cell, onClose }: Props) {
  const [text, setText] = useState(() => fullText(cell));
  useEffect(() => {
    if (typeof cell !== "object" || cell?.kind !== "text" || !("hash" in cell) || !cell.hash) return;
    const stop = new AbortController();
    fetch(blobAddress({ hash: cell.hash, at: cell.at ?? "" }), { signal: stop.signal })
      .then((answer) => (answer.ok ? answer.text() : cell.text))
      .then(setText)
      .catch(() => undefined);
    return () => stop.abort();
  }, [cell]);
  return (
    <Dialog title={title} onClose={onClose} width={640}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls by keys */}
      <pre className={styles.text} tabIndex={0}>
        {text}
      </pre>
    </Dialog>
  );
}

function fullText(cell: Cell): string {
  if (typeof cell === "object" && cell?.kind === "json") return JSON.stringify(cell.value, null, 2);
  return cellText(cell);
}
