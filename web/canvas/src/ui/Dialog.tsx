/** A modal dialog: the browser's own, so that focus stays inside and Escape closes it. */
import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import styles from "./Dialog.module.css";
import { IconButton } from "./IconButton";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the bottom, the main one last. */
  actions?: ReactNode;
  width?: number;
}

export function Dialog({ title, onClose, children, actions, width = 520 }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Closed before it is taken away, so that the browser gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    firstFocus(element)?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      style={{ width }}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header className={styles.header}>
        <h2 id={heading}>{title}</h2>
        <IconButton icon={X} label="Close" keys="Escape" onClick={onClose} />
      </header>
      <div className={styles.body} tabIndex={-1}>
        {children}
      </div>
      {actions && <footer className={styles.footer}>{actions}</footer>}
    </dialog>
  );
}

/** What is marked, else the first field, else the text: never the button that closes. */
function firstFocus(dialog: HTMLElement | null): HTMLElement | null {
  const marked = dialog?.querySelector<HTMLElement>("[data-autofocus]");
  const body = dialog?.querySelector<HTMLElement>(`.${styles.body}`);
  const field = "input:not([hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)";
  return marked ?? body?.querySelector<HTMLElement>(field) ?? body ?? null;
}
