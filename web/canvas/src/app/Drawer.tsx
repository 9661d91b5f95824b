/** A panel that lies over the canvas on a narrow window; Escape closes it. */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { type Drawer as Name, setFolded } from "@/state/desk";
import { IconButton } from "@/ui/IconButton";
import styles from "./Drawer.module.css";
import { focusRegion, REGION_NAMES } from "./regions";

export function Drawer({ name, children }: { name: Name; children: ReactNode }) {
  const label = REGION_NAMES[name];
  const Landmark = name === "palette" ? "nav" : "aside";
  const close = () => {
    setFolded(name, true);
    focusRegion("canvas");
  };
  return (
    <Landmark
      id={name}
      data-region={name}
      aria-label={label}
      tabIndex={-1}
      className={`${styles.drawer} ${styles[name]}`}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        close();
      }}
    >
      <div className={styles.body}>{children}</div>
      <IconButton
        icon={X}
        label={`Close ${label.toLowerCase()}`}
        keys="Escape"
        className={styles.close}
        onClick={close}
      />
    </Landmark>
  );
}
