/** What can be done on the canvas. */
import { canRedo, canUndo } from "@/model/history";
import { soleNode } from "@/model/selection";
import { useDesk } from "@/state/desk";
import { attempt } from "@/state/notices";
import { redo, selectionNow, undo, useWorkflow } from "@/state/workflow";
import type { Action } from "@/ui/action";
import { alignTo, canAlign, canDistribute, distributeOn, layOut } from "./actions/arranging";
import * as editing from "./actions/editing";
import { exportPicture } from "./actions/exporting";
import * as running from "./actions/running";
import { pasteFromClipboard } from "./clipboard/pasting";
import { openMenuHere } from "./menus/here";
import { togglePlan } from "./state/plan";
import { showAll, zoomIn, zoomOut, zoomTo100 } from "./state/view";

const { hasNodes, hasSelection } = editing;
const hasOneNode = (): boolean => soleNode(selectionNow()) !== null;
const history = () => useWorkflow.getState().history;

const EDIT: readonly Omit<Action, "group">[] = [
  { id: "undo", label: "Undo", keys: ["Ctrl+Z"], run: undo, enabled: () => canUndo(history()) },
  {
    id: "redo",
    label: "Redo",
    keys: ["Ctrl+Y", "Ctrl+Shift+Z"],
    run: redo,
    enabled: () => canRedo(history()),
  },
  {
    id: "cut",
    label: "Cut",
    keys: ["Ctrl+X"],
    run: editing.cutSelected,
    enabled: hasSelection,
    native: true,
  },
  {
    id: "copy",
    label: "Copy",
    keys: ["Ctrl+C"],
    run: editing.copySelected,
    enabled: hasSelection,
    native: true,
  },
  { id: "paste", label: "Paste", keys: ["Ctrl+V"], run: () => void pasteFromClipboard(), native: true },
  {
    id: "duplicate",
    label: "Duplicate",
    keys: ["Ctrl+D"],
    run: editing.duplicateSelected,
    enabled: hasSelection,
  },
  {
    id: "delete",
    label: "Delete",
    keys: ["Delete", "Backspace"],
    run: editing.deleteSelected,
    enabled: hasSelection,
    onCanvas: true,
  },
  { id: "select-all", label: "Select everything", keys: ["Ctrl+A"], run: editing.selectAll, onCanvas: true },
  { id: "rename", label: "Rename", keys: ["F2"], run: editing.rename, onCanvas: true },
  {
    id: "note",
    label: "Write a note under the node",
    keys: ["Shift+F2"],
    run: editing.writeNote,
    enabled: hasOneNode,
    onCanvas: true,
  },
  {
    id: "toggle-enabled",
    label: "Disable or enable",
    keys: ["D", "Ctrl+E"],
    run: editing.toggleEnabled,
    enabled: hasNodes,
    onCanvas: true,
  },
  {
    id: "group",
    label: "Group into a container",
    keys: ["Ctrl+G"],
    run: editing.groupSelected,
    enabled: hasSelection,
  },
  {
    id: "ungroup",
    label: "Take the container away",
    keys: ["Ctrl+Shift+G"],
    run: editing.ungroupSelected,
    enabled: () => selectionNow().containers.size > 0,
  },
  {
    id: "add-browse",
    label: "Add a Browse behind the node",
    keys: ["Ctrl+Shift+B"],
    run: () => editing.addBrowse(),
    enabled: hasOneNode,
  },
];

const CANVAS: readonly Omit<Action, "group">[] = [
  { id: "zoom-in", label: "Zoom in", keys: ["Ctrl++", "Ctrl+="], run: zoomIn },
  { id: "zoom-out", label: "Zoom out", keys: ["Ctrl+-"], run: zoomOut },
  { id: "zoom-100", label: "Zoom to 100 %", keys: ["Ctrl+1"], run: zoomTo100 },
  { id: "fit", label: "Fit the whole workflow", keys: ["Ctrl+0"], run: showAll },
  {
    id: "minimap",
    label: "Show or hide the overview",
    keys: ["Ctrl+M"],
    run: () => useDesk.setState(({ minimap }) => ({ minimap: !minimap })),
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
    label: "Open the menu of what has the focus",
    keys: ["Shift+F10", "ContextMenu"],
    run: openMenuHere,
    onCanvas: true,
  },
];

const RUN: readonly Omit<Action, "group">[] = [
  {
    id: "run-to-here",
    label: "Run to here",
    keys: ["Ctrl+Enter"],
    run: running.runToHere,
    enabled: hasNodes,
    onCanvas: true,
  },
  {
    id: "run-from-here",
    label: "Run from here",
    keys: ["Ctrl+Shift+Enter"],
    run: running.runFromHere,
    enabled: hasNodes,
    onCanvas: true,
  },
  { id: "run-again", label: "Run the node again", keys: [], run: running.runAgain, enabled: hasNodes },
  { id: "cache-and-run", label: "Cache and Run", keys: [], run: running.cacheAndRun, enabled: hasNodes },
  { id: "toggle-pinned", label: "Pin or unpin", keys: [], run: editing.togglePinned, enabled: hasNodes },
  { id: "plan", label: "Show what would run", keys: ["Ctrl+Shift+E"], run: togglePlan },
];

export const CANVAS_ACTIONS: readonly Action[] = [
  ...EDIT.map((each) => ({ ...each, group: "Edit" as const })),
  ...CANVAS.map((each) => ({ ...each, group: "Canvas" as const })),
  ...RUN.map((each) => ({ ...each, group: "Run" as const })),
];

/** One of them by its id. */
export function canvasAction(id: string): Action | undefined {
  return CANVAS_ACTIONS.find((each) => each.id === id);
}
