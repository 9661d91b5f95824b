/** The edge between two panels: drag it, or focus it and use arrows; Enter folds. */
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import styles from "./Splitter.module.css";

interface Props {
  label: string;
  /** `x` moves sideways, `y` up and down. */
  axis: "x" | "y";
  value: number;
  min: number;
  max: number;
  /** The panel lies behind the edge (at the right or below), so that it grows against the axis. */
  reversed?: boolean;
  onChange: (value: number) => void;
  onFold?: () => void;
  controls?: string;
}

const STEP = 16;

export function Splitter({ label, axis, value, min, max, reversed, onChange, onFold, controls }: Props) {
  const from = useRef({ at: 0, value: 0 });
  const sign = reversed ? -1 : 1;
  const clamp = (wanted: number) => Math.round(Math.max(min, Math.min(max, wanted)));
  const along = (event: PointerEvent) => (axis === "x" ? event.clientX : event.clientY);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { at: along(event), value };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onChange(clamp(from.current.value + sign * (along(event) - from.current.at)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [back, forth] = axis === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    if (event.key === back) onChange(clamp(value - sign * STEP));
    else if (event.key === forth) onChange(clamp(value + sign * STEP));
    else if (event.key === "Home") onChange(min);
    else if (event.key === "End") onChange(clamp(max));
    else if (event.key === "Enter" && onFold) onFold();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves has no element of its own
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={axis === "x" ? "vertical" : "horizontal"}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-controls={controls}
      className={`${styles.splitter} ${styles[axis]}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onDoubleClick={onFold}
      onKeyDown={onKeyDown}
    />
  );
}
