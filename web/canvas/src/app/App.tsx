/** The desk: palette, canvas, settings, results. */
import { Canvas } from "@/canvas/Canvas";
import { Palette } from "@/palette/Palette";
import { ResultsPanel } from "@/results/ResultsPanel";
import { SettingsPanel } from "@/settings/SettingsPanel";
import styles from "./App.module.css";

export function App() {
  return (
    <div className={styles.desk}>
      <header className={styles.top} />
      <aside className={styles.palette}>
        <Palette />
      </aside>
      <main className={styles.canvas}>
        <Canvas />
      </main>
      <section className={styles.results}>
        <ResultsPanel />
      </section>
      <aside className={styles.settings}>
        <SettingsPanel />
      </aside>
    </div>
  );
}
