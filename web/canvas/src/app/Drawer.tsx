/** A panel that lies over the canvas on a narrow window. It stays there, hidden, so that nothing in it is lost. */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { type Drawer as Name, setFolded } from "@/state/desk";
import { IconButton } from "@/ui/IconButton";
import styles from "./Drawer.module.css";
import { focusRegion } from "./regions";

interface Props {
  name: Name;
  side: "left" | "right";
  open: boolean;
  label: string;
  children: ReactNode;
}

export function Drawer({ name, side, open, label, children }: Props) {
  if (!open) return null;
  const close = () => {
    setFolded(name, true);
    focusRegion("canvas");
  };
  const Landmark = name === "palette" ? "nav" : "aside";
  return (
    <Landmark
      id={name}
      data-region={name}
      aria-label={label}
      tabIndex={-1}
      className={`${styles.drawer} ${styles[side]}`}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        close();
      }}
    >
      <div className={styles.head}>
        <span>{label}</span>
        <IconButton icon={X} label={`Close ${label.toLowerCase()}`} onClick={close} />
      </div>
      <div className={styles.body}>{children}</div>
    </Landmark>
  );
}
