/** The head of the grid: names and types; click sorts, the edge resizes, the arrow opens a menu. */
import { ArrowDown, ArrowUp, ChevronDown, Filter } from "lucide-react";
import { type PointerEvent, useRef } from "react";
import { shownKeys } from "@/ui/keys";
import styles from "./GridHead.module.css";
import { clampWidth, type GridColumn } from "./gridColumns";
import type { At } from "./gridRange";
import { changeView, cycleSort, type GridView } from "./gridView";

interface Props {
  id: string;
  place: string;
  view: GridView;
  columns: readonly GridColumn[];
  all: readonly GridColumn[];
  width: number;
  active: At;
  onMenu: (column: number, at: { x: number; y: number }) => void;
}

export function GridHead({ id, place, view, columns, all, width, active, onMenu }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a grid that is no table
    <div role="rowgroup" className={styles.head} style={{ width }}>
      {/* biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: the grid has the focus */}
      <div role="row" aria-rowindex={1} className={styles.row}>
        {/* biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: the grid has the focus */}
        <div role="columnheader" aria-colindex={1} className={styles.number}>
          <span className="visually-hidden">Record</span>
        </div>
        {columns.map((column) => {
          const at = all.indexOf(column);
          const { name, type } = column.info;
          const sorted = view.sort === name;
          const Arrow = view.descending ? ArrowDown : ArrowUp;
          const open = (x: number, y: number) => onMenu(at, { x, y });
          return (
            // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements lint/a11y/useKeyWithClickEvents: the grid handles keys
            <div
              key={name}
              id={`${id}--1-${at}`}
              role="columnheader"
              aria-colindex={at + 2}
              aria-sort={sorted ? (view.descending ? "descending" : "ascending") : "none"}
              className={styles.column}
              data-active={(active.row === -1 && active.column === at) || undefined}
              style={{ left: column.left, width: column.width }}
              title={`${name}, ${type}`}
              onClick={() => cycleSort(place, view, name)}
              onContextMenu={(event) => {
                event.preventDefault();
                open(event.clientX, event.clientY);
              }}
            >
              <span className={styles.name}>{name}</span>
              {sorted && <Arrow size={13} strokeWidth={2} aria-hidden />}
              {view.conditions.some((each) => each.column === name) && (
                <Filter size={12} strokeWidth={2} aria-label="filtered" />
              )}
              <span className={styles.type}>{type}</span>
              <button
                type="button"
                tabIndex={-1}
                className={styles.menu}
                aria-label={`Menu of column ${name}`}
                title={`Menu of column ${name} (${shownKeys("Shift+F10")})`}
                aria-haspopup="menu"
                onClick={(event) => {
                  event.stopPropagation();
                  const { left, bottom } = event.currentTarget.getBoundingClientRect();
                  open(left, bottom);
                }}
              >
                <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
              </button>
              <Edge place={place} view={view} column={column} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Edge({ place, view, column }: { place: string; view: GridView; column: GridColumn }) {
  const from = useRef({ x: 0, width: 0 });
  const { name } = column.info;
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const width = clampWidth(from.current.width + event.clientX - from.current.x);
    changeView(place, { widths: { ...view.widths, [name]: width } });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the menu of the column does the same by keys
    <span
      className={styles.edge}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={() => {
        const { [name]: _, ...widths } = view.widths;
        changeView(place, { widths });
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width: column.width };
      }}
      onPointerMove={drag}
    />
  );
}
