/** The open workflow: its document with history, what is selected, and what is on disk. */
import { create } from "zustand";
import { EMPTY, type Workflow } from "@/model/document";
import { apply, begin, type History, redo as redone, undo as undone } from "@/model/history";
import { isEmpty, NOTHING, pruned, type Selection } from "@/model/selection";

interface WorkflowState {
  /** From the workspace folder; a new workflow has a name before it has a file. */
  path: string;
  /** What is on disk as far as this window knows; null for a workflow that was never saved. */
  revision: string | null;
  /** The document as it was last saved or opened. */
  saved: Workflow;
  history: History;
  selection: Selection;
}

export const useWorkflow = create<WorkflowState>(() => ({
  path: "",
  revision: null,
  saved: EMPTY,
  history: begin(EMPTY),
  selection: NOTHING,
}));

export const workflowNow = (): Workflow => useWorkflow.getState().history.present;
export const selectionNow = (): Selection => useWorkflow.getState().selection;
export const useDocument = (): Workflow => useWorkflow((state) => state.history.present);
export const useSelection = (): Selection => useWorkflow((state) => state.selection);
export const useIsChanged = (): boolean => useWorkflow((state) => state.history.present !== state.saved);

interface EditOptions {
  /** Edits of one gesture (a drag, typing in one field) are one step of undo. */
  gesture?: string;
  /** What is selected after it. */
  select?: Selection;
}

/** Change the document: the one way to do it. `label` is what undo calls it: "Move Formula". */
export function edit(
  label: string,
  change: (workflow: Workflow) => Workflow,
  options: EditOptions = {},
): void {
  useWorkflow.setState((state) => {
    const history = apply(state.history, change(state.history.present), label, options.gesture);
    return { history, selection: pruned(options.select ?? state.selection, history.present) };
  });
}

export function undo(): void {
  useWorkflow.setState(({ history, selection }) => {
    const back = undone(history);
    return { history: back, selection: pruned(selection, back.present) };
  });
}

export function redo(): void {
  useWorkflow.setState(({ history, selection }) => {
    const forth = redone(history);
    return { history: forth, selection: pruned(selection, forth.present) };
  });
}

export function select(selection: Selection): void {
  useWorkflow.setState((state) =>
    isEmpty(selection) && isEmpty(state.selection)
      ? state
      : { selection: pruned(selection, state.history.present) },
  );
}

/** Work that is not in the file yet, and what undo calls it: "Recovered draft". */
interface Unsaved {
  document: Workflow;
  label: string;
}

/** Put another workflow on the canvas. */
export function openDocument(
  path: string,
  revision: string | null,
  saved: Workflow,
  unsaved?: Unsaved,
): void {
  const history = unsaved ? apply(begin(saved), unsaved.document, unsaved.label) : begin(saved);
  useWorkflow.setState({ path, revision, saved, history, selection: NOTHING });
}

/** The document was written to disk as `saved`. */
export function markSaved(path: string, revision: string, saved: Workflow): void {
  useWorkflow.setState({ path, revision, saved });
}
