/** A grid of millions of records: only what is on the screen is drawn and fetched. */
import { useEffect, useId, useMemo, useRef, useState } from "react";
import type { MenuEntry } from "@/ui/Menu";
import { Menu } from "@/ui/Menu";
import { CellDialog } from "./CellDialog";
import { columnMenu } from "./columnMenu";
import { GridHead } from "./GridHead";
import { GridRow } from "./GridRow";
import { layColumns, numberWidth, visibleColumns } from "./gridColumns";
import { boxOf, START } from "./gridRange";
import { useGridView } from "./gridView";
import styles from "./RecordsGrid.module.css";
import type { Cell, Head, Records } from "./records";
import { useGridKeys } from "./useGridKeys";
import { useRowWindow } from "./useRowWindow";

const ROW = 32;
const HEAD = 34;
/** Columns are drawn a little beyond the edges, so that scrolling sideways shows no gaps. */
const MARGIN = 200;

interface Props {
  place: string;
  records: Records;
  head: Head;
  label: string;
  onFilter: (column: string) => void;
}

export default function RecordsGrid({ place, records, head, label, onFilter }: Props) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const view = useGridView(place);
  const [range, setRange] = useState(START);
  const [menu, setMenu] = useState<{ at: { x: number; y: number }; entries: MenuEntry[] } | null>(null);
  const [shown, setShown] = useState<{ title: string; cell: Cell } | null>(null);
  const numbered = numberWidth(head.available);
  const columns = useMemo(() => layColumns(head.columns, view, numbered), [head.columns, view, numbered]);
  const rows = useRowWindow(scroller, head.matching, ROW, HEAD);
  const visible = visibleColumns(columns, rows.scrollLeft - MARGIN, rows.width + 2 * MARGIN);
  const box = boxOf(range);
  const { active } = range;
  const isDrawn =
    (active.row === -1 || (active.row >= rows.first && active.row <= rows.last)) &&
    visible.some((column) => column === columns[active.column]);
  useEffect(() => records.want(rows.first - 5, Math.min(head.matching - 1, rows.last + 20)));

  // Another order or filter begins at its first record; the active column stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other records begin anew
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
    setRange(({ active: { row, column } }) => {
      const at = { row: Math.min(0, row), column };
      return { active: at, corner: at };
    });
  }, [records]);

  const openMenu = (column: number, at: { x: number; y: number }) => {
    const entries = columnMenu({ place, view, records, columns, column, onFilter });
    if (entries.length) setMenu({ at, entries });
  };
  const keys = useGridKeys({
    place,
    view,
    records,
    columns,
    range,
    setRange,
    window: rows,
    scroller,
    openMenu,
    showCell: setShown,
  });

  const numbers = [];
  for (let row = rows.first; row <= rows.last; row += 1) numbers.push(row);
  const last = columns.at(-1);
  const width = last ? last.left + last.width : numbered;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a grid that draws only a part of itself is no table */}
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={head.matching + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-activedescendant={isDrawn ? `${id}-${active.row}-${active.column}` : undefined}
        tabIndex={0}
        className={styles.grid}
        style={{ "--numbers": `${numbered}px` } as React.CSSProperties}
        onKeyDown={keys.onKeyDown}
      >
        <GridHead
          id={id}
          place={place}
          view={view}
          columns={visible}
          all={columns}
          width={width}
          active={active}
          onMenu={openMenu}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: a part of a grid that is no table */}
        <div role="rowgroup" className={styles.body} style={{ height: rows.range, width }}>
          {numbers.map((row) => (
            <GridRow
              key={row}
              id={id}
              index={row}
              top={rows.top(row)}
              width={width}
              record={records.row(row)}
              columns={visible}
              all={columns}
              labels={head.labels}
              active={active.row === row ? active.column : null}
              box={box.top <= row && row <= box.bottom ? box : null}
              onPick={keys.pick}
              onOpen={keys.open}
            />
          ))}
        </div>
      </div>
      {menu && <Menu label="Column" at={menu.at} entries={menu.entries} onClose={() => setMenu(null)} />}
      {shown && <CellDialog title={shown.title} cell={shown.cell} onClose={() => setShown(null)} />}
    </>
  );
}
