/** A small list at a point of the window: type to narrow it down, arrows choose, Enter takes, Escape closes. */
import { Search } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { focusCanvas } from "@/keyboard/cursor";
import { EmptyHint } from "@/ui/EmptyHint";
import { isForDesk } from "@/ui/keys";
import { TextField } from "@/ui/TextField";
import styles from "./PickList.module.css";
import { PickRow } from "./PickRow";

export interface Pick {
  id: string;
  label: ReactNode;
  detail: string;
  icon?: ReactNode;
  /** Why it cannot be taken; null where it can. */
  refused?: string | null;
}

interface Props {
  title: string;
  placeholder: string;
  at: { x: number; y: number };
  query: string;
  picks: readonly Pick[];
  /** What is said where nothing is found. */
  nothing: string;
  onQuery: (query: string) => void;
  onPick: (id: string) => void;
  onClose: () => void;
}

export function PickList(props: Props) {
  const { title, placeholder, query, picks, nothing, onQuery, onPick, onClose } = props;
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const place = usePlace(box, props.at);
  const list = useId();
  useFocusInside(box);
  useOutside(box, onClose);
  const current = picks[Math.min(at, picks.length - 1)];
  const take = (pick: Pick | undefined) => {
    if (pick && pick.refused == null) onPick(pick.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of the desk with Ctrl, such as Ctrl+S, do what they do everywhere; others are for the text here.
    if (isForDesk(event)) return;
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) setAt(stepped(at, step, picks.length));
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) take(current);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else return;
    event.preventDefault();
  };
  return createPortal(
    <div
      ref={box}
      role="dialog"
      aria-label={title}
      data-picklist
      className={styles.box}
      style={{ left: place.x, top: place.y }}
      onKeyDown={onKeyDown}
    >
      <div className={styles.title} aria-hidden>
        {title}
      </div>
      <TextField
        role="combobox"
        icon={Search}
        aria-label={title}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={list}
        aria-activedescendant={current && `${list}-${current.id}`}
        placeholder={placeholder}
        value={query}
        onChange={(value) => {
          onQuery(value);
          setAt(0);
        }}
      />
      <div id={list} role="listbox" aria-label={title} className={styles.list}>
        {picks.map((pick, index) => (
          <PickRow
            key={pick.id}
            id={`${list}-${pick.id}`}
            pick={pick}
            isCurrent={pick === current}
            onPoint={() => setAt(index)}
            onPick={() => take(pick)}
          />
        ))}
      </div>
      {!picks.length && (
        <div role="status">
          <EmptyHint>{nothing}</EmptyHint>
        </div>
      )}
    </div>,
    document.body,
  );
}

/** Single steps go round; long ones end at the ends. */
function stepped(at: number, step: number, count: number): number {
  if (!count) return 0;
  if (Math.abs(step) === 1) return (at + step + count) % count;
  return Math.max(0, Math.min(count - 1, at + step));
}

/** Within the window, wherever it was asked for. */
function usePlace(box: { current: HTMLElement | null }, at: { x: number; y: number }) {
  const [place, setPlace] = useState(at);
  useLayoutEffect(() => {
    const size = box.current?.getBoundingClientRect();
    if (!size) return;
    setPlace({
      x: Math.max(8, Math.min(at.x, window.innerWidth - size.width - 8)),
      y: Math.max(8, Math.min(at.y, window.innerHeight - size.height - 8)),
    });
  }, [box, at.x, at.y]);
  return place;
}

/** The focus comes in, and at the end goes back to where it was, or to the canvas where that is gone. */
function useFocusInside(box: { current: HTMLElement | null }): void {
  const opener = useRef(document.activeElement as HTMLElement | null);
  useLayoutEffect(() => {
    const element = box.current;
    const back = opener.current;
    element?.querySelector("input")?.focus();
    return () => {
      const { activeElement } = document;
      if (activeElement && activeElement !== document.body && !element?.contains(activeElement)) return;
      const isThere = back?.isConnected && back !== document.body && !back.closest("[data-picklist]");
      if (isThere) back.focus({ preventScroll: true });
      else focusCanvas();
    };
  }, [box]);
}

function useOutside(box: { current: HTMLElement | null }, onClose: () => void): void {
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as globalThis.Node)) onClose();
    };
    window.addEventListener("pointerdown", outside, true);
    return () => window.removeEventListener("pointerdown", outside, true);
  }, [box, onClose]);
}
