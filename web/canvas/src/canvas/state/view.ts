/** The view of the drawing, for what is not a component: actions and gestures. */
import type { Node, ReactFlowInstance } from "@xyflow/react";
import { type Point, type Rect, TILE } from "@/model/document";
import type { ToolNodeData } from "../drawing/toolNodes";
import { opening, whole } from "./fitting";

let instance: ReactFlowInstance | null = null;

/** The canvas says here which drawing is on the screen. */
export function setView(view: ReactFlowInstance | null): void {
  instance = view;
}

const canvas = (): DOMRect | undefined => document.querySelector(".react-flow")?.getBoundingClientRect();

/** The point of the drawing in the middle of the screen. */
export function middleOfView(): Point {
  const box = canvas();
  if (!instance || !box) return { x: 0, y: 0 };
  return instance.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

/** Where a point of the drawing is in the window. */
export const onScreen = (point: Point): Point => instance?.flowToScreenPosition({ ...point }) ?? point;

/** Where a point of the window is in the drawing. */
export const onDrawing = (point: Point): Point =>
  instance?.screenToFlowPosition({ ...point }, { snapToGrid: false }) ?? point;

const motion = (): number => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120);

export const zoomIn = (): void => void instance?.zoomIn({ duration: motion() });
export const zoomOut = (): void => void instance?.zoomOut({ duration: motion() });
export const zoomTo100 = (): void => void instance?.zoomTo(1, { duration: motion() });

export const showAll = (): void => goTo(whole, motion());

/** What is seen of a workflow when it is opened. */
export const showBeginning = (): void => goTo(opening, 0);

/** An empty drawing is shown at its full size: a fit would wait there for the first tool and move it away. */
function goTo(view: typeof opening, duration: number): void {
  const nodes = instance?.getNodes() ?? [];
  const box = canvas();
  if (!nodes.length || !box) return void instance?.setViewport({ x: 0, y: 0, zoom: 1 });
  const rectOf = ({ position, width = TILE, height = TILE }: Node): Rect => ({ ...position, width, height });
  const main = nodes.find(learns);
  const rects = nodes.map(rectOf);
  void instance?.setViewport(view(rects, box, cornerOf(box), main ? rectOf(main) : null), { duration });
}

/** What makes a model is what a workflow is about. */
function learns({ data }: Node): boolean {
  const { outputs } = data as Partial<ToolNodeData>;
  return outputs?.some((output) => output.kind === "model") ?? false;
}

/** What the overview covers, with the room around it; null where it is not shown. */
function cornerOf(box: DOMRect): { width: number; height: number } | null {
  const map = document.querySelector("[data-overview]")?.getBoundingClientRect();
  return map?.width ? { width: box.right - map.left + 14, height: box.bottom - map.top + 14 } : null;
}

/** Whether a part of the drawing can be seen whole. */
export function isSeen(rect: Rect): boolean {
  const box = canvas();
  if (!instance || !box) return false;
  const from = onDrawing({ x: box.x, y: box.y });
  const to = onDrawing({ x: box.right, y: box.bottom });
  return rect.x >= from.x && rect.y >= from.y && rect.x + rect.width <= to.x && rect.y + rect.height <= to.y;
}

/** Bring a part of the drawing into view; nothing moves where it can be seen already. */
export function reveal(rect: Rect): void {
  if (!instance || isSeen(rect)) return;
  const center = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
  void instance.setCenter(center.x, center.y, { zoom: instance.getZoom(), duration: motion() });
}
