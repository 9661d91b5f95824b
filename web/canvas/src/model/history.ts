/** Undo and redo: whole documents, which share all that did not change. */
import type { Workflow } from "./document";

const LIMIT = 500;

/** A change: the document on its other side, and what the change is called. */
export interface Step {
  readonly workflow: Workflow;
  readonly label: string;
  readonly gesture?: string;
}

export interface History {
  /** Each with the document before it; the latest is the last. */
  readonly past: readonly Step[];
  readonly present: Workflow;
  /** Each with the document after it; the next is the first. */
  readonly future: readonly Step[];
}

export function begin(workflow: Workflow): History {
  return { past: [], present: workflow, future: [] };
}

/**
 * A document after a change. Changes of one gesture, such as a drag, or typing into one field, are one step as long
 * as nothing comes between them. No change is no step.
 */
export function apply(history: History, workflow: Workflow, label: string, gesture?: string): History {
  if (workflow === history.present) return history;
  const last = history.past.at(-1);
  const goesOn = gesture !== undefined && last?.gesture === gesture && history.future.length === 0;
  if (goesOn) {
    // A gesture that ends where it began never was.
    const past = workflow === last.workflow ? history.past.slice(0, -1) : history.past;
    return { past, present: workflow, future: [] };
  }
  const step: Step = { workflow: history.present, label, ...(gesture === undefined ? {} : { gesture }) };
  return { past: [...history.past.slice(1 - LIMIT), step], present: workflow, future: [] };
}

export function undo(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  return {
    past: history.past.slice(0, -1),
    present: last.workflow,
    future: [{ ...last, workflow: history.present }, ...history.future],
  };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return {
    past: [...history.past, { ...next, workflow: history.present }],
    present: next.workflow,
    future,
  };
}

/** What undo would take back; null where there is nothing. */
export function undoLabel(history: History): string | null {
  return history.past.at(-1)?.label ?? null;
}

/** What redo would do again; null where there is nothing. */
export function redoLabel(history: History): string | null {
  return history.future[0]?.label ?? null;
}

export function canUndo(history: History): boolean {
  return history.past.length > 0;
}

export function canRedo(history: History): boolean {
  return history.future.length > 0;
}
