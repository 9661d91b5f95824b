/** What can be done to what is selected. */
import { canRedo, canUndo } from "@/model/history";
import { redo, selectionNow, undo, useWorkflow } from "@/state/workflow";
import { pasteFromClipboard } from "../clipboard/pasting";
import { middleOfView } from "../state/view";
import * as editing from "./editing";
import type { Listed } from "./listed";

const { hasNodes, hasOneNode, hasSelection } = editing;
const history = () => useWorkflow.getState().history;

export const EDIT_ACTIONS: readonly Listed[] = [
  {
    id: "undo",
    label: "Undo",
    keys: ["Ctrl+Z"],
    run: undo,
    enabled: () => canUndo(history()),
    afterField: true,
  },
  {
    id: "redo",
    label: "Redo",
    keys: ["Ctrl+Y", "Ctrl+Shift+Z"],
    run: redo,
    enabled: () => canRedo(history()),
    afterField: true,
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
    id: "write-comment",
    label: "Write a comment",
    keys: ["T"],
    run: () => editing.writeComment(middleOfView()),
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
