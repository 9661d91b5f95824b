/** What nodes said: in the run that is shown, and of kept nodes when they ran. */
import { useMemo } from "react";
import type { MessageView } from "@/model/run";
import { useResults } from "@/state/results";
import { useRun } from "@/state/run";

export interface Said extends Omit<MessageView, "at"> {
  key: string;
  /** When, in seconds since 1970; null for what a node said in an earlier run. */
  at: number | null;
}

const NONE: readonly MessageView[] = [];

export function useMessages(): readonly Said[] {
  const live = useRun((state) => state.view?.messages ?? NONE);
  const kept = useResults((state) => state.index.messages);
  return useMemo(() => {
    const said: Said[] = live.map((each) => ({ ...each, key: `live ${each.seq}` }));
    const spoken = new Set(live.map((each) => `${each.node} ${each.message}`));
    const earlier = Object.entries(kept).flatMap(([node, notes]) =>
      notes
        .filter((note) => !spoken.has(`${node} ${note.message}`))
        .map((note, index) => ({
          key: `kept ${node} ${index}`,
          seq: 0,
          at: null,
          node,
          level: note.level,
          message: note.message,
          rows: note.rows ?? 0,
          field: null,
          traceback: "",
        })),
    );
    return [...said, ...earlier];
  }, [live, kept]);
}
