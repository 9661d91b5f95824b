/** Thumbnails in rows, any number of them: only what is on the screen is drawn and fetched. */
import { ImageOff } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cellText, isPicture } from "./cells";
import { moved } from "./gridRange";
import styles from "./PictureGrid.module.css";
import type { Head, Records } from "./records";
import { Thumbnail } from "./Thumbnail";
import { useRowWindow } from "./useRowWindow";
import { openPicture } from "./viewer";

const GAP = 12;
const CAPTION = 20;
/** Widths of thumbnails, so that moving the slider does not ask for a new one at each step. */
const WIDTHS = [96, 192, 384, 640];

interface Props {
  records: Records;
  head: Head;
  column: number;
  /** The column of the captions; -1 for none. */
  caption: number;
  size: number;
  label: string;
}

export default function PictureGrid({ records, head, column, caption, size, label }: Props) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [across, setAcross] = useState(1);
  const rowHeight = size + GAP + (caption < 0 ? 0 : CAPTION);
  const rows = useRowWindow(scroller, Math.ceil(head.matching / across), rowHeight, 0);
  useEffect(() => setAcross(Math.max(1, Math.floor((rows.width - GAP) / (size + GAP)))), [rows.width, size]);
  const first = rows.first * across;
  const last = Math.min(head.matching - 1, (rows.last + 1) * across - 1);
  useEffect(() => records.want(first, last + across));

  // biome-ignore lint/correctness/useExhaustiveDependencies: only other records begin anew
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
    setActive(0);
  }, [records]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") void openPicture(records, column, active);
    else {
      const extent = { rows: Math.ceil(head.matching / across), columns: across, page: rows.page };
      const ctrl = event.ctrlKey || event.metaKey;
      const next = moved(
        { row: Math.floor(active / across), column: active % across },
        event.key,
        ctrl,
        extent,
      );
      if (!next || event.altKey) return;
      const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const wanted = sideways ? active + sideways : Math.max(0, next.row) * across + next.column;
      const index = Math.max(0, Math.min(head.matching - 1, wanted));
      setActive(index);
      rows.reveal(Math.floor(index / across));
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = [];
  for (let index = first; index <= last; index += 1) shown.push(index);
  const width = WIDTHS.find((each) => each >= size * Math.min(2, window.devicePixelRatio)) ?? 640;
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={label}
      aria-activedescendant={active >= first && active <= last ? `${id}-${active}` : undefined}
      tabIndex={0}
      className={styles.grid}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.body} style={{ height: rows.range + GAP }}>
        {shown.map((index) => {
          const record = records.row(index);
          const cell = record?.cells[column];
          const text = caption < 0 ? "" : cellText(record?.cells[caption]);
          const name = `Record ${(record?.number ?? index) + 1}${text && `, ${text}`}`;
          const left = GAP + (index % across) * (size + GAP);
          const top = rows.top(Math.floor(index / across)) + GAP;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the list has the focus and handles keys
            <div
              key={index}
              id={`${id}-${index}`}
              role="option"
              aria-label={name}
              aria-selected={index === active}
              aria-setsize={head.matching}
              aria-posinset={index + 1}
              className={styles.tile}
              style={{ transform: `translate(${left}px, ${top}px)`, width: size }}
              onClick={() => {
                setActive(index);
                void openPicture(records, column, index);
              }}
            >
              <span className={styles.frame} style={{ height: size }}>
                {isPicture(cell) ? (
                  <Thumbnail cell={cell} fits={width} alt="" />
                ) : (
                  record && <ImageOff size={20} strokeWidth={1.5} aria-label="cannot be read" />
                )}
              </span>
              {caption >= 0 && (
                <span className={styles.caption} title={text}>
                  {text}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
