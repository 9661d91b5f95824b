/** Says more of what is inside: on hover after a moment, at once on focus; Escape hides it. */
import { type ReactNode, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import styles from "./Tooltip.module.css";

const WAIT_MS = 500;

interface Props {
  text: ReactNode;
  children: ReactNode;
  /** Shown beside what is inside rather than below it. */
  side?: "below" | "right";
  className?: string;
}

export function Tooltip({ text, children, side = "below", className }: Props) {
  const anchor = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [place, setPlace] = useState<{ x: number; y: number } | null>(null);
  const id = useId();
  const open = () => {
    const box = anchor.current?.getBoundingClientRect();
    if (!box) return;
    setPlace(side === "right" ? { x: box.right + 8, y: box.top } : { x: box.left, y: box.bottom + 6 });
  };
  const close = () => {
    clearTimeout(timer.current);
    setPlace(null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what happens to its content
    <span
      ref={anchor}
      className={className}
      aria-describedby={place ? id : undefined}
      onPointerEnter={() => {
        timer.current = setTimeout(open, WAIT_MS);
      }}
      onPointerLeave={close}
      onPointerDown={close}
      onFocus={(event) => event.target.matches(":focus-visible") && open()}
      onBlur={close}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      {children}
      {place &&
        createPortal(
          <span id={id} role="tooltip" className={styles.tip} style={{ left: place.x, top: place.y }}>
            {text}
          </span>,
          document.body,
        )}
    </span>
  );
}
