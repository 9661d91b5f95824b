/** The panels around the canvas: they resize, fold, and on a narrow window lie over it. */
import type { CSSProperties } from "react";
import { Canvas } from "@/canvas/Canvas";
import { Palette } from "@/palette/Palette";
import { ResultsPanel } from "@/results/ResultsPanel";
import { SettingsPanel } from "@/settings/SettingsPanel";
import { isFolded, useDesk } from "@/state/desk";
import styles from "./Desk.module.css";
import { Drawer } from "./Drawer";
import { FoldedEdge } from "./FoldedEdge";
import { PanelSplitter } from "./PanelSplitter";

export function Desk() {
  const desk = useDesk();
  const { sizes, narrow } = desk;
  const shown = {
    palette: !isFolded("palette", desk),
    settings: !isFolded("settings", desk),
    results: !isFolded("results", desk),
  };
  const style = {
    "--palette": `${sizes.palette}px`,
    "--settings": `${sizes.settings}px`,
    "--results": `${sizes.results}px`,
  } as CSSProperties;
  return (
    <div className={styles.desk} style={style}>
      {narrow ? (
        <Drawer side="left" name="palette" open={shown.palette} label="Tools">
          <Palette />
        </Drawer>
      ) : (
        shown.palette && (
          <nav className={styles.palette} aria-label="Tools" data-region="palette" id="palette" tabIndex={-1}>
            <Palette />
          </nav>
        )
      )}
      {!narrow && shown.palette && <PanelSplitter panel="palette" />}
      {(narrow || !shown.palette) && <FoldedEdge panel="palette" />}
      <div className={styles.middle}>
        <main className={styles.canvas} aria-label="Canvas" data-region="canvas" id="canvas" tabIndex={-1}>
          <Canvas />
        </main>
        {shown.results ? (
          <>
            <PanelSplitter panel="results" />
            <section
              className={styles.results}
              aria-label="Results"
              data-region="results"
              id="results"
              tabIndex={-1}
            >
              <ResultsPanel />
            </section>
          </>
        ) : (
          <FoldedEdge panel="results" />
        )}
      </div>
      {(narrow || !shown.settings) && <FoldedEdge panel="settings" />}
      {!narrow && shown.settings && <PanelSplitter panel="settings" />}
      {narrow ? (
        <Drawer side="right" name="settings" open={shown.settings} label="Settings">
          <SettingsPanel />
        </Drawer>
      ) : (
        shown.settings && (
          <aside
            className={styles.settings}
            aria-label="Settings"
            data-region="settings"
            id="settings"
            tabIndex={-1}
          >
            <SettingsPanel />
          </aside>
        )
      )}
    </div>
  );
}
