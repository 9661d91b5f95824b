/** A text that is edited where it stands: Enter and leaving it commit. Escape gives a name back as it was, and
 * keeps what was written of a longer text. */
import { type KeyboardEvent, useRef } from "react";
import { LONGEST_TEXT, LONGEST_TITLE } from "@/model/limits";
import { isForDesk } from "@/ui/keys";
import styles from "./InlineText.module.css";
import { leaveText } from "./state/editing";

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  /** More than one: Enter makes a new line, Ctrl+Enter commits. */
  lines?: number;
  className?: string;
  onCommit: (value: string) => void;
}

export function InlineText({ label, value, placeholder, lines = 1, className = "", onCommit }: Props) {
  const ended = useRef(false);
  const end = (text: string | null, from: HTMLElement) => {
    if (ended.current) return;
    ended.current = true;
    const node = from.closest<HTMLElement>(".react-flow__node");
    const hadFocus = document.activeElement === from;
    if (text !== null && text !== value) onCommit(text.trim());
    leaveText();
    if (hadFocus) node?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isForDesk(event)) {
      // What is saved is the text as it stands.
      if (event.key.toLowerCase() === "s") end(event.currentTarget.value, event.currentTarget);
      return;
    }
    event.stopPropagation();
    if (event.key === "Escape") end(lines === 1 ? null : event.currentTarget.value, event.currentTarget);
    else if (event.key === "Enter" && (lines === 1 || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      end(event.currentTarget.value, event.currentTarget);
    }
  };
  return (
    <textarea
      ref={(element) => {
        if (!element || document.activeElement === element || ended.current) return;
        element.focus({ preventScroll: true });
        element.select();
      }}
      aria-label={label}
      defaultValue={value}
      placeholder={placeholder}
      rows={lines}
      maxLength={lines === 1 ? LONGEST_TITLE : LONGEST_TEXT}
      className={`nodrag nopan nowheel nokey ${styles.text} ${className}`}
      onKeyDown={onKeyDown}
      onBlur={(event) => end(event.currentTarget.value, event.currentTarget)}
      onDoubleClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => event.stopPropagation()}
    />
  );
}
