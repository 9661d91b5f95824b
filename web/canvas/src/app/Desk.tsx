/** The panels around the canvas: they resize, fold, and on a narrow window lie over it. */
import type { CSSProperties } from "react";
import { Canvas } from "@/canvas/Canvas";
import { Outline } from "@/outline/Outline";
import { Palette } from "@/palette/Palette";
import { ResultsPanel } from "@/results/ResultsPanel";
import { SettingsPanel } from "@/settings/SettingsPanel";
import { useDesk } from "@/state/desk";
import styles from "./Desk.module.css";
import { Drawer } from "./Drawer";
import { FoldedEdge } from "./FoldedEdge";
import { Panel } from "./Panel";

export function Desk() {
  const { sizes, narrow, folded, drawer, outline } = useDesk();
  const side = outline ? <Outline /> : <Palette />;
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
