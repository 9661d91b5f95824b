/** A panel beside the canvas: a landmark with its content, and the edge that resizes it. */
import type { ReactNode } from "react";
import type { Panel as Name } from "@/state/desk";
import styles from "./Panel.module.css";
import { PanelSplitter } from "./PanelSplitter";
import { REGION_NAMES } from "./regions";

const ELEMENTS = { palette: "nav", settings: "aside", results: "section" } as const;

export function Panel({ name, children }: { name: Name; children: ReactNode }) {
  const Landmark = ELEMENTS[name];
  return (
    <Landmark
      id={name}
      data-region={name}
      aria-label={REGION_NAMES[name]}
      tabIndex={-1}
      className={`${styles.panel} ${styles[name]}`}
    >
      <div className={styles.body}>{children}</div>
      <div className={styles.edge}>
        <PanelSplitter panel={name} />
      </div>
    </Landmark>
  );
}
