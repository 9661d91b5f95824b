/** What can be done with workflow files. */
import { attempt } from "@/state/notices";
import { show } from "@/state/overlay";
import { useWorkflow } from "@/state/workflow";
import type { Action } from "@/ui/action";
import { goToStart, newWorkflow } from "./opening";
import { remove, save } from "./saving";

const isOpen = (): boolean => useWorkflow.getState().path !== "";
const isOnDisk = (): boolean => isOpen() && useWorkflow.getState().revision !== null;

export const FILE_ACTIONS: readonly Action[] = [
  {
    id: "new",
    label: "New workflow",
    group: "Workflow",
    keys: ["Ctrl+Alt+N"],
    everywhere: true,
    run: () => void attempt(newWorkflow),
  },
  {
    id: "open",
    label: "Open",
    group: "Workflow",
    keys: ["Ctrl+O"],
    everywhere: true,
    run: () => show({ kind: "open" }),
  },
  {
    id: "save",
    label: "Save",
    group: "Workflow",
    keys: ["Ctrl+S"],
    everywhere: true,
    enabled: isOpen,
    run: () => void attempt(save),
  },
  {
    id: "save-as",
    label: "Save as",
    group: "Workflow",
    keys: ["Ctrl+Shift+S"],
    everywhere: true,
    enabled: isOpen,
    run: () => show({ kind: "save-as" }),
  },
  {
    id: "rename-file",
    label: "Rename the file",
    group: "Workflow",
    keys: [],
    enabled: isOnDisk,
    run: () => show({ kind: "rename", path: useWorkflow.getState().path }),
  },
  {
    id: "delete-file",
    label: "Move the file to the bin",
    group: "Workflow",
    keys: [],
    enabled: isOnDisk,
    run: () => void attempt(() => remove(useWorkflow.getState().path)),
  },
  {
    id: "start-page",
    label: "Start page",
    group: "Workflow",
    keys: [],
    enabled: isOpen,
    run: () => void attempt(goToStart),
  },
];
