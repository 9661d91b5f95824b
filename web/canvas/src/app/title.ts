/** The title of the window: what is open, whether it is saved, how far the run is. */
import { fileName, plainName } from "@/files/files";
import { progressText, useProgress } from "@/state/progress";
import { isLive, useRun } from "@/state/run";
import { useWorkflow } from "@/state/workflow";

export function titleNow(): string {
  const { path, history, saved } = useWorkflow.getState();
  if (!path) return "Weft";
  const { info } = useRun.getState();
  const name = plainName(fileName(path));
  if (info?.status === "queued") return `⏳ ${name} — Weft`;
  if (isLive(info)) return `▶ ${progressText(useProgress.getState().done)} ${name} — Weft`;
  return `${history.present === saved ? "" : "• "}${name} — Weft`;
}

/** Keep the title right; gives what ends it. */
export function watchTitle(): () => void {
  const apply = () => {
    const title = titleNow();
    if (document.title !== title) document.title = title;
  };
  apply();
  const leaves = [useWorkflow.subscribe(apply), useRun.subscribe(apply), useProgress.subscribe(apply)];
  return () => leaves.forEach((leave) => void leave());
}
