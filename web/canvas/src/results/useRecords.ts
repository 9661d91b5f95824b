/** Records for a component: made anew when the question changes, drawn anew when pages come. */
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useOutput } from "@/state/results";
import { useWorkflow } from "@/state/workflow";
import { useGridView, useSelectionQuery } from "./gridView";
import { type Head, Records } from "./records";

export interface Shown {
  records: Records;
  /** Of these records, or until they answer of those that were shown before. */
  head: Head | null;
}

export function useRecords(place: string, rows: readonly number[] | null): Shown {
  const workflow = useWorkflow((state) => state.path);
  const revision = useOutput(place)?.revision ?? "";
  const selection = useSelectionQuery(useGridView(place));
  const records = useMemo(
    () => new Records({ workflow, place, revision, selection, rows }),
    [workflow, place, revision, selection, rows],
  );
  return useShown(records);
}

/** The same for records that are at hand. */
export function useShown(records: Records): Shown {
  useSyncExternalStore(records.subscribe, () => records.version);
  const [last, setLast] = useState<Head | null>(null);
  const { head, error } = records;
  if (head && head !== last) setLast(head);
  // The first page tells how many there are.
  useEffect(() => {
    if (!head && !error) records.want(0, 0);
  });
  return { records, head: head ?? (error ? null : last) };
}
