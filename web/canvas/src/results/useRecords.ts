/** Records for a component: made anew when the question changes, drawn anew when pages come. */
import { useMemo, useSyncExternalStore } from "react";
import { useOutput } from "@/state/results";
import { useWorkflow } from "@/state/workflow";
import { useGridView, useSelectionQuery } from "./gridView";
import { Records } from "./records";

export function useRecords(place: string, rows: readonly number[] | null): Records {
  const workflow = useWorkflow((state) => state.path);
  const revision = useOutput(place)?.revision ?? "";
  const selection = useSelectionQuery(useGridView(place));
  const records = useMemo(
    () => new Records({ workflow, place, revision, selection, rows }),
    [workflow, place, revision, selection, rows],
  );
  useSyncExternalStore(records.subscribe, () => records.version);
  return records;
}
