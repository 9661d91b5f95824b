/** What the server says of the document, asked anew after every edit. It is the only judge. */
import { create } from "zustand";
import { post } from "@/api/client";
import { splitPlace, type Workflow } from "@/model/document";
import { sourceOf } from "@/model/graph";
import type { ColumnInfo, ProblemAt, Validation } from "@/model/types";
import { useWorkflow, workflowNow } from "./workflow";

/** Long enough to skip the letters of a word, short enough that the answer is there within 300 ms. */
const PAUSE_MS = 80;

interface ValidationState {
  validation: Validation;
  /** The document that was judged; null before the first answer. */
  of: Workflow | null;
  /** Why there is no answer to the present document. */
  trouble: string;
}

const NOTHING_KNOWN: Validation = { problems: [], schemas: {}, annotations: {}, skipped: {} };
const NO_PROBLEMS: readonly ProblemAt[] = [];

export const useValidation = create<ValidationState>(() => ({
  validation: NOTHING_KNOWN,
  of: null,
  trouble: "",
}));

let running: AbortController | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keep asking while the document changes; gives what ends it. */
export function watchValidation(): () => void {
  void validateNow();
  const leave = useWorkflow.subscribe((state, before) => {
    if (state.history.present === before.history.present && state.path === before.path) return;
    clearTimeout(timer);
    timer = setTimeout(() => void validateNow(), PAUSE_MS);
  });
  return () => {
    clearTimeout(timer);
    leave();
  };
}

/** Ask at once; an answer to an older document never replaces one to a newer. */
export async function validateNow(): Promise<void> {
  running?.abort();
  const controller = new AbortController();
  running = controller;
  const document = workflowNow();
  const { path } = useWorkflow.getState();
  try {
    const validation = await post<Validation>("/validate", { path, document }, controller.signal);
    if (running === controller) useValidation.setState({ validation, of: document, trouble: "" });
  } catch (error) {
    if (!controller.signal.aborted) useValidation.setState({ trouble: String((error as Error).message) });
  }
}

/** The problems of one node, or with null those of the workflow as a whole. */
export function useProblems(node: string | null): readonly ProblemAt[] {
  const problems = useValidation((state) => state.validation.problems);
  const own = problems.filter((problem) => (problem.node ?? null) === node);
  return own.length ? own : NO_PROBLEMS;
}

/** The columns that reach an input; null where nothing is connected or only a run can tell. */
export function columnsInto(
  workflow: Workflow,
  node: string,
  input: string,
  known: Validation,
): readonly ColumnInfo[] | null {
  const source = sourceOf(workflow, node, input);
  return source ? (known.schemas[source] ?? null) : null;
}

/** The columns of an output; null where only a run can tell. */
export function columnsOf(place: string, known: Validation): readonly ColumnInfo[] | null {
  return known.schemas[splitPlace(place).join(".")] ?? null;
}
