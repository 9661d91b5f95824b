/** What can be done with the drawing as a whole. */
import { attempt } from "@/state/notices";
import { openMenuHere } from "../menus/here";
import { toggleOverview } from "../panels/overviewSize";
import { showAll, zoomIn, zoomOut, zoomTo100 } from "../state/view";
import { alignTo, canAlign, canDistribute, distributeOn, layOut } from "./arranging";
import { exportPicture } from "./exporting";
import type { Listed } from "./listed";

export const VIEW_ACTIONS: readonly Listed[] = [
  { id: "zoom-in", label: "Zoom in", keys: ["Ctrl++", "Ctrl+="], run: zoomIn },
  { id: "zoom-out", label: "Zoom out", keys: ["Ctrl+-"], run: zoomOut },
  { id: "zoom-100", label: "Zoom to 100 %", keys: ["Ctrl+1"], run: zoomTo100 },
  { id: "fit", label: "Fit the whole workflow", keys: ["Ctrl+0"], run: showAll },
  {
    id: "minimap",
    label: "Show or hide the overview",
    keys: ["Ctrl+M"],
    run: toggleOverview,
  },
  { id: "layout", label: "Auto layout", keys: ["Ctrl+Shift+L"], run: () => void attempt(layOut) },
  {
    id: "align-left",
    label: "Align left edges",
    keys: ["Ctrl+Shift+ArrowLeft"],
    run: () => alignTo("left"),
    enabled: canAlign,
    onCanvas: true,
  },
  {
    id: "align-right",
    label: "Align right edges",
    keys: ["Ctrl+Shift+ArrowRight"],
    run: () => alignTo("right"),
    enabled: canAlign,
    onCanvas: true,
  },
  {
    id: "align-top",
    label: "Align top edges",
    keys: ["Ctrl+Shift+ArrowUp"],
    run: () => alignTo("top"),
    enabled: canAlign,
    onCanvas: true,
  },
  {
    id: "align-bottom",
    label: "Align bottom edges",
    keys: ["Ctrl+Shift+ArrowDown"],
    run: () => alignTo("bottom"),
    enabled: canAlign,
    onCanvas: true,
  },
  { id: "align-middle", label: "Align in a row", keys: [], run: () => alignTo("middle"), enabled: canAlign },
  {
    id: "align-center",
    label: "Align in a column",
    keys: [],
    run: () => alignTo("center"),
    enabled: canAlign,
  },
  {
    id: "distribute-x",
    label: "Distribute across",
    keys: [],
    run: () => distributeOn("x"),
    enabled: canDistribute,
  },
  {
    id: "distribute-y",
    label: "Distribute down",
    keys: [],
    run: () => distributeOn("y"),
    enabled: canDistribute,
  },
  { id: "export-png", label: "Save as a PNG picture", keys: [], run: () => exportPicture("png") },
  { id: "export-svg", label: "Save as an SVG picture", keys: [], run: () => exportPicture("svg") },
  {
    id: "context-menu",
    label: "Open the context menu",
    keys: ["Shift+F10", "ContextMenu"],
    run: openMenuHere,
    onCanvas: true,
  },
];
