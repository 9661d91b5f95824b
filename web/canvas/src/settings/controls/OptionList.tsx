/** The list of a combo box, over everything, below its field or above it where there is more room. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { Option } from "./ComboBox";
import styles from "./ComboBox.module.css";

interface Props {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  label: string;
  value: string;
  options: readonly Option[];
  active: number;
  /** What stands in an empty list. */
  empty: string;
  onTake: (option: Option) => void;
  onActive: (index: number) => void;
}

const GAP = 4;
const HEIGHT = 320;

export function OptionList({ id, anchor, label, value, options, active, empty, onTake, onActive }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<React.CSSProperties>({});
  useLayoutEffect(() => {
    const put = () => setPlace(placeOf(anchor.current));
    put();
    window.addEventListener("scroll", put, true);
    window.addEventListener("resize", put);
    return () => {
      window.removeEventListener("scroll", put, true);
      window.removeEventListener("resize", put);
    };
  }, [anchor]);
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView?.({ block: "nearest" });
  }, [id, active]);
  return createPortal(
    // The focus stays in the text field, which moves through this list.
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={label}
      tabIndex={-1}
      className={styles.list}
      style={place}
      onMouseDown={(event) => event.preventDefault()}
    >
      {options.length === 0 && <div className={styles.none}>{empty}</div>}
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text field
        <div
          key={option.value}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={option.value === value}
          aria-disabled={option.refusal ? true : undefined}
          data-active={index === active}
          className={styles.option}
          onClick={() => onTake(option)}
          onPointerMove={() => index !== active && onActive(index)}
        >
          {option.before}
          <span className={styles.text}>
            <span className={styles.name}>{option.label}</span>
            {(option.refusal ?? option.note) && (
              <span className={styles.note}>{option.refusal ?? option.note}</span>
            )}
          </span>
        </div>
      ))}
    </div>,
    document.body,
  );
}

function placeOf(anchor: HTMLElement | null): React.CSSProperties {
  const box = anchor?.getBoundingClientRect();
  if (!box) return {};
  const below = window.innerHeight - box.bottom - 2 * GAP;
  const above = box.top - 2 * GAP;
  const width = { left: box.left, width: Math.max(box.width, 180) };
  return below >= Math.min(HEIGHT, above)
    ? { ...width, top: box.bottom + GAP, maxHeight: Math.min(HEIGHT, below) }
    : { ...width, bottom: window.innerHeight - box.top + GAP, maxHeight: Math.min(HEIGHT, above) };
}
