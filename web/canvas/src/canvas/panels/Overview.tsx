/** The overview: every tile in its colour, as few shapes; drag in it to move the view. */
import { Panel, useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { type PointerEvent, useEffect, useMemo, useRef } from "react";
import { useDesk } from "@/state/desk";
import { useCalmTransform } from "../state/calmTransform";
import type { DrawnNode } from "../useDrawing";
import styles from "./Overview.module.css";
import { around, boundsOf, overviewShapes, type ViewBox } from "./overviewShapes";
import { isOverviewShown } from "./overviewSize";

const SIZE = { width: 150, height: 92 };

export function Overview() {
  const wanted = useDesk((state) => state.minimap);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  return isOverviewShown(wanted, { width, height }) ? <Drawing /> : null;
}

function Drawing() {
  const svg = useRef<SVGSVGElement>(null);
  const nodes = useStore((state) => state.nodes) as DrawnNode[];
  const [x, y, zoom] = useCalmTransform();
  const width = useStore((state) => state.width) / zoom;
  const height = useStore((state) => state.height) / zoom;
  const shapes = useMemo(() => overviewShapes(nodes), [nodes]);
  const bounds = useMemo(() => boundsOf(nodes), [nodes]);
  const view = { x: -x / zoom, y: -y / zoom, width, height };
  const box = around(bounds, view, SIZE);
  useWheel(svg);
  const onPointerMove = useDrag(box);
  return (
    <Panel position="bottom-right" className={styles.map} data-overview>
      <svg
        ref={svg}
        {...SIZE}
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        role="img"
        aria-label="Overview of the workflow"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
      >
        {shapes.map(({ color, path, isFrame }) => (
          <path
            key={`${color} ${isFrame}`}
            d={path}
            className={isFrame ? styles.frame : styles.tiles}
            style={{ "--color": color } as React.CSSProperties}
          />
        ))}
        <rect {...view} className={styles.view} />
      </svg>
    </Panel>
  );
}

/** Moves the view as far as the pointer moves in the overview. */
function useDrag(box: ViewBox) {
  const { getViewport, setViewport } = useReactFlow();
  return (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { x, y, zoom } = getViewport();
    const step = (box.width / SIZE.width) * zoom;
    void setViewport({ x: x - event.movementX * step, y: y - event.movementY * step, zoom });
  };
}

/** The wheel zooms; the browser must not do so too. */
function useWheel(svg: React.RefObject<SVGSVGElement | null>): void {
  const store = useStoreApi();
  useEffect(() => {
    const element = svg.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { panZoom, transform } = store.getState();
      const delta = event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002);
      void panZoom?.scaleTo(transform[2] * 2 ** -delta);
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [svg, store]);
}
