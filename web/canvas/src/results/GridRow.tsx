/** One record of the grid. */
import { memo } from "react";
import { CellView } from "./CellView";
import styles from "./GridRow.module.css";
import type { GridColumn } from "./gridColumns";
import { type Box, isIn } from "./gridRange";
import type { RecordRow } from "./records";

interface Props {
  id: string;
  /** Among the records that match. */
  index: number;
  top: number;
  width: number;
  record: RecordRow | undefined;
  columns: readonly GridColumn[];
  all: readonly GridColumn[];
  /** Names of the columns that are shown as chips. */
  labels: ReadonlySet<string>;
  /** The active column where the active cell is in this row. */
  active: number | null;
  /** What is selected, where it reaches this row. */
  box: Box | null;
  onPick: (row: number, column: number, extend: boolean) => void;
  onOpen: (row: number, column: number) => void;
}

export const GridRow = memo(function GridRow(props: Props) {
  const { id, index, top, width, record, columns, all, labels, active, box, onPick, onOpen } = props;
  const number = record ? record.number + 1 : index + 1;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: the grid has the focus and names the active cell
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`${styles.row} ${active !== null ? styles.here : ""}`}
      style={{ transform: `translateY(${top}px)`, width }}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements lint/a11y/useKeyWithClickEvents: the grid handles keys */}
      <div
        role="rowheader"
        aria-colindex={1}
        className={styles.number}
        onClick={(event) => onPick(index, -1, event.shiftKey)}
      >
        {number.toLocaleString("en-US")}
      </div>
      {columns.map((column) => {
        const at = all.indexOf(column);
        const selected = box !== null && isIn(box, index, at);
        return (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements lint/a11y/useKeyWithClickEvents: the grid handles keys
          <div
            key={column.info.name}
            id={`${id}-${index}-${at}`}
            role="gridcell"
            aria-colindex={at + 2}
            aria-selected={selected}
            className={styles.cell}
            data-active={active === at || undefined}
            data-number={column.isNumber || undefined}
            style={{ left: column.left, width: column.width }}
            onClick={(event) => onPick(index, at, event.shiftKey)}
            onDoubleClick={() => onOpen(index, at)}
          >
            <CellView
              cell={record ? record.cells[column.index] : undefined}
              number={number}
              isLabel={labels.has(column.info.name)}
              onOpen={() => onOpen(index, at)}
            />
          </div>
        );
      })}
    </div>
  );
});
