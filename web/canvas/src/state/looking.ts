/** What the results panel looks at: one anchor of one node. */
import { create } from "zustand";
import { soleNode } from "@/model/selection";
import { type ResultsTab, setFolded, useDesk } from "./desk";
import { selectionNow, useWorkflow } from "./workflow";

export interface Looked {
  node: string;
  /** The name of an anchor; null lets the panel choose the first output, or for a sink the first input. */
  anchor: string | null;
  side: "input" | "output";
}

interface LookingState {
  /** What was clicked last; null follows the selected node. */
  place: Looked | null;
  /** The node that was selected then: the panel follows the selection once another one is. */
  selected: string | null;
  /** Only these records of it, such as those behind a cell of a confusion matrix. */
  rows: { numbers: number[]; title: string } | null;
}

export const useLooking = create<LookingState>(() => ({ place: null, selected: null, rows: null }));

/** Look at an anchor; opens the panel where it is folded. */
export function look(place: Looked | null, tab?: ResultsTab, rows: LookingState["rows"] = null): void {
  useLooking.setState({ place, rows, selected: soleNode(selectionNow()) });
  if (tab) useDesk.setState({ resultsTab: tab });
  if (place || tab) setFolded("results", false);
}

/** Look at nothing in particular: another workflow is open. */
export function lookAway(): void {
  useLooking.setState({ place: null, selected: null, rows: null });
}

/** Look at all records again. */
export function lookAtAll(): void {
  useLooking.setState({ rows: null });
}

/** What was clicked is forgotten once another node is selected: it comes not back when nothing is. */
export function watchLooking(): () => void {
  return useWorkflow.subscribe((state, before) => {
    if (state.selection === before.selection) return;
    const sole = soleNode(state.selection);
    const { place, selected } = useLooking.getState();
    if (place && sole !== null && sole !== place.node && sole !== selected) lookAway();
  });
}
