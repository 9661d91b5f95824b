/** The canvas: the drawing and what lies over it. */
import { ReactFlowProvider } from "@xyflow/react";
import { useEffect } from "react";
import { useWorkflow } from "@/state/workflow";
import styles from "./Canvas.module.css";
import { watchClipboard } from "./clipboard/events";
import { Flow } from "./Flow";
import { CanvasMenu } from "./menus/CanvasMenu";
import { EmptyCanvas } from "./panels/EmptyCanvas";
import { Overview } from "./panels/Overview";
import { PlanPanel } from "./panels/PlanPanel";
import { ZoomBar } from "./panels/ZoomBar";
import { useIsFar, useIsVeryFar } from "./state/distance";
import { setView, showBeginning } from "./state/view";

export function Canvas() {
  return (
    <ReactFlowProvider>
      <Drawing />
    </ReactFlowProvider>
  );
}

function Drawing() {
  const isFar = useIsFar();
  const isVeryFar = useIsVeryFar();
  useEffect(watchClipboard, []);
  useEffect(() => {
    // Another workflow shows where it begins; saving it under another name moves nothing.
    const leave = useWorkflow.subscribe((state, before) => {
      if (state.saved !== before.saved && state.history.past.length === 0 && state.history !== before.history)
        requestAnimationFrame(() => showBeginning());
    });
    return () => {
      leave();
      setView(null);
    };
  }, []);
  return (
    <div className={styles.canvas} data-far={isFar || undefined} data-very-far={isVeryFar || undefined}>
      <Flow>
        <Overview />
      </Flow>
      <ZoomBar />
      <PlanPanel />
      <EmptyCanvas />
      <CanvasMenu />
    </div>
  );
}
