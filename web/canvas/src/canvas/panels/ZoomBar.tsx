/** Zoom: out, the figure (back to 100 %), in, fit. */
import { useStore } from "@xyflow/react";
import { shownKeys, spokenKeys } from "@/ui/keys";
import { showAll, zoomIn, zoomOut, zoomTo100 } from "../state/view";
import styles from "./ZoomBar.module.css";

/** What a button says on hover, and its keys for screen readers. */
const told = (label: string, keys: string) => ({
  title: `${label} (${shownKeys(keys)})`,
  "aria-keyshortcuts": spokenKeys(keys),
});

export function ZoomBar() {
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className={styles.bar} role="toolbar" aria-label="Zoom">
      <button type="button" aria-label="Zoom out" {...told("Zoom out", "Ctrl+-")} onClick={zoomOut}>
        −
      </button>
      <button
        type="button"
        className={styles.figure}
        aria-label={`${percent} %, back to 100 %`}
        {...told("Back to 100 %", "Ctrl+1")}
        onClick={zoomTo100}
      >
        {`${percent} %`}
      </button>
      <button type="button" aria-label="Zoom in" {...told("Zoom in", "Ctrl++")} onClick={zoomIn}>
        +
      </button>
      <button type="button" {...told("Fit the whole workflow", "Ctrl+0")} onClick={showAll}>
        Fit
      </button>
    </div>
  );
}
