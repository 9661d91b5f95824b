/** The panels around the canvas: they resize, fold, and on a narrow window lie over it. */
import { type CSSProperties, Suspense } from "react";
import { Canvas } from "@/canvas/Canvas";
import { Palette } from "@/palette/Palette";
import { ResultsPanel } from "@/results/ResultsPanel";
import { SettingsPanel } from "@/settings/SettingsPanel";
import { useDesk } from "@/state/desk";
import { late } from "@/ui/late";
import styles from "./Desk.module.css";
import { Drawer } from "./Drawer";
import { FoldedEdge } from "./FoldedEdge";
import { Panel } from "./Panel";

const Outline = late(() => import("@/outline/Outline"));

export function Desk() {
  const { sizes, narrow, folded, drawer, outline } = useDesk();
  const side = <Suspense>{outline ? <Outline /> : <Palette />}</Suspense>;
  const style = {
    "--palette": `${sizes.palette}px`,
    "--settings": `${sizes.settings}px`,
    "--results": `${sizes.results}px`,
  } as CSSProperties;
  return (
    <div className={styles.desk} style={style}>
      {narrow && drawer === "palette" && <Drawer name="palette">{side}</Drawer>}
      {narrow || folded.palette ? <FoldedEdge panel="palette" /> : <Panel name="palette">{side}</Panel>}
      <div className={styles.middle}>
        <main className={styles.canvas} aria-label="Canvas" data-region="canvas" id="canvas" tabIndex={-1}>
          <Canvas />
        </main>
        {folded.results ? (
          <FoldedEdge panel="results" />
        ) : (
          <Panel name="results">
            <ResultsPanel />
          </Panel>
        )}
      </div>
      {narrow || folded.settings ? (
        <FoldedEdge panel="settings" />
      ) : (
        <Panel name="settings">
          <SettingsPanel />
        </Panel>
      )}
      {narrow && drawer === "settings" && (
        <Drawer name="settings">
          <SettingsPanel />
        </Drawer>
      )}
    </div>
  );
}
