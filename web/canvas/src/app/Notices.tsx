/** Short messages at the bottom of the window, each with a way to close it and perhaps an action. */
import { CircleAlert, Info, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { dismiss, useNotices } from "@/state/notices";
import { Button } from "@/ui/Button";
import { IconButton } from "@/ui/IconButton";
import styles from "./Notices.module.css";

export function Notices() {
  const notices = useNotices((state) => state.notices);
  const list = useRef<HTMLUListElement>(null);
  const newest = notices.at(-1)?.id;
  useEffect(() => {
    // The list goes on top anew with each message, over a dialog that is open.
    list.current?.hidePopover?.();
    if (newest !== undefined) list.current?.showPopover?.();
  }, [newest]);
  return (
    <ul ref={list} popover="manual" className={styles.notices} aria-label="Messages">
      {notices.map((notice) => (
        <li key={notice.id} className={styles[notice.level]}>
          {notice.level === "error" ? (
            <CircleAlert size={18} aria-label="Error:" />
          ) : (
            <Info size={18} aria-hidden />
          )}
          <span className={styles.text}>{notice.text}</span>
          {notice.action && (
            <Button
              kind="quiet"
              className={styles.action}
              onClick={() => {
                dismiss(notice.id);
                notice.action?.run();
              }}
            >
              {notice.action.label}
            </Button>
          )}
          <IconButton icon={X} size={16} label="Close message" onClick={() => dismiss(notice.id)} />
        </li>
      ))}
    </ul>
  );
}
