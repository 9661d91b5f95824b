/** The title of the window: what is open, whether it is saved, how far the run is. */
import { fileName, plainName } from "@/files/files";
import type { RunView } from "@/model/run";
import { isLive, useRun } from "@/state/run";
import { useWorkflow } from "@/state/workflow";

/** How much of a run is done, from 0 to 1: nodes that ended, and the part of those at work. */
export function shareDone(view: RunView | null): number {
  const nodes = Object.values(view?.nodes ?? {}).filter((node) => node.plan?.action === "run");
  if (!nodes.length) return 0;
  const parts = nodes.map((node) => {
    if (node.state === "running") return node.total ? Math.min(1, (node.done ?? 0) / node.total) : 0;
    return node.state === "pending" ? 0 : 1;
  });
  return parts.reduce((sum, part) => sum + part, 0) / nodes.length;
}

export function titleNow(): string {
  const { path, history, saved } = useWorkflow.getState();
  if (!path) return "Weft";
  const { info, view } = useRun.getState();
  const name = plainName(fileName(path));
  if (info?.status === "queued") return `⏳ ${name} — Weft`;
  if (isLive(info)) return `▶ ${Math.floor(shareDone(view) * 100)} % ${name} — Weft`;
  return `${history.present === saved ? "" : "• "}${name} — Weft`;
}

/** Keep the title right; gives what ends it. */
export function watchTitle(): () => void {
  const apply = () => {
    const title = titleNow();
    if (document.title !== title) document.title = title;
  };
  apply();
  const leaves = [useWorkflow.subscribe(apply), useRun.subscribe(apply)];
  return () => leaves.forEach((leave) => void leave());
}
