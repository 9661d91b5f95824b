/** The desk: top bar, palette, canvas, settings, results; the start page where no workflow is open. */

import { Suspense, useEffect } from "react";
import { useFiles } from "@/files/files";
import { ProgressNote } from "@/files/ProgressNote";
import { useCatalog } from "@/state/catalog";
import { useWorkflow } from "@/state/workflow";
import { late } from "@/ui/late";
import styles from "./App.module.css";
import { Banner } from "./Banner";
import { Desk } from "./Desk";
import { LiveRegion } from "./LiveRegion";
import { Notices } from "./Notices";
import { Overlays } from "./Overlays";
import { SkipLinks } from "./SkipLinks";
import { TopBar } from "./TopBar";
import { useWindowDrop } from "./useWindowDrop";
import { startWatching } from "./watching";

const OfferDialog = late(() => import("@/files/OfferDialog"));
const StartPage = late(() => import("@/files/StartPage"));

export function App() {
  const isOpen = useWorkflow((state) => state.path !== "");
  const opening = useFiles((state) => state.opening);
  const isOffered = useFiles((state) => state.offered !== null);
  const isReady = useCatalog((state) => state.loaded);
  useEffect(startWatching, []);
  useWindowDrop();
  return (
    <div className={styles.app}>
      {isOpen && <SkipLinks />}
      <TopBar />
      <Banner />
      {isOpen && isReady && <Desk />}
      {!isOpen && !opening && (
        <Suspense>
          <StartPage />
        </Suspense>
      )}
      {!isOpen && opening && <p className={styles.opening}>Opening {opening}</p>}
      <Overlays />
      {isOffered && (
        <Suspense>
          <OfferDialog />
        </Suspense>
      )}
      <ProgressNote />
      <Notices />
      <LiveRegion />
    </div>
  );
}
