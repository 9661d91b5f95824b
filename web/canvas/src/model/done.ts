/** How far a run is: by the time that its nodes take, where that is known, else by how many of them are done. */
import type { ResultsIndex } from "./types";
import type { NodeView, RunView } from "./view";

export interface Done {
  /** From 0 to 1; null where a node is still to come of which nobody knows how long it takes. */
  readonly share: number | null;
  /** How many nodes have ended, of those that are to run. */
  readonly ended: number;
  readonly nodes: number;
}

/** What earlier runs took, and what learned in them. */
type Known = Pick<ResultsIndex, "seconds" | "metrics">;

/** Of a node that takes longer than last time so much is done. */
const NEARLY = 0.95;

export function doneOf(view: RunView | null, known: Known): Done {
  const planned = Object.entries(view?.nodes ?? {}).filter(([, node]) => node.plan?.action === "run");
  const parts = planned.map(([name, node]) => partOf(node, view?.at ?? 0, known, name));
  const sum = (key: "gone" | "all") => parts.reduce((total, part) => total + (part?.[key] ?? 0), 0);
  const isKnown = parts.every((part) => part !== null) && sum("all") > 0;
  return {
    share: isKnown ? sum("gone") / sum("all") : null,
    ended: planned.filter(([, node]) => hasEnded(node)).length,
    nodes: planned.length,
  };
}

/** The later of two states of one run: what was told as done is not taken back when the rest turns out longer. */
export function further(before: Done, now: Done): Done {
  if (before.share === null || now.share === null) return now;
  return { ...now, share: Math.max(before.share, now.share) };
}

const hasEnded = ({ state }: NodeView): boolean => state !== "pending" && state !== "running";

/** Seconds of a node: those that are gone, and all that it takes; null where nobody knows. */
function partOf(
  node: NodeView,
  now: number,
  known: Known,
  name: string,
): { gone: number; all: number } | null {
  const before = known.seconds[name];
  if (hasEnded(node)) {
    const all = before ?? node.seconds ?? 0;
    return { gone: all, all };
  }
  if (before === undefined) return null;
  // It is in the midst of a part of the run: the last node of that part stands for all.
  if (node.state === "pending" || before === 0) return { gone: 0, all: before };
  const gone = now - (node.startedAt ?? now);
  if (node.etaSeconds !== null) return { gone, all: gone + node.etaSeconds };
  if (node.forecast?.epochs && node.total) return { gone: (before * node.done) / node.total, all: before };
  // How many epochs there will be is not known until the first begins: what comes before it counts as nothing.
  const isBeforeEpochs = known.metrics[name] !== undefined && !Object.keys(node.metrics).length;
  return isBeforeEpochs ? { gone: 0, all: before } : { gone, all: Math.max(before, gone / NEARLY) };
}
