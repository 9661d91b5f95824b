/** Runs of a part of the workflow, and what a run would do. */
import { togglePlan } from "../state/plan";
import { hasNodes, togglePinned } from "./editing";
import type { Listed } from "./listed";
import * as running from "./running";

export const RUN_ACTIONS: readonly Listed[] = [
  {
    id: "run-to-here",
    label: "Run to here",
    keys: ["Ctrl+Enter"],
    run: running.runToHere,
    enabled: hasNodes,
    onCanvas: true,
  },
  {
    id: "run-from-here",
    label: "Run from here",
    keys: ["Ctrl+Shift+Enter"],
    run: running.runFromHere,
    enabled: hasNodes,
    onCanvas: true,
  },
  { id: "run-again", label: "Run the node again", keys: [], run: running.runAgain, enabled: hasNodes },
  { id: "cache-and-run", label: "Cache and Run", keys: [], run: running.cacheAndRun, enabled: hasNodes },
  { id: "toggle-pinned", label: "Pin or unpin", keys: [], run: togglePinned, enabled: hasNodes },
  { id: "plan", label: "Show what would run", keys: ["Ctrl+Shift+E"], run: togglePlan },
];
