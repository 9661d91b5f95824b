/** What an anchor says of itself: `E: estimation, 840 records`. */
import { splitPlace } from "@/model/document";
import { counted } from "@/model/text";
import { useResults } from "@/state/results";
import { useRun } from "@/state/run";
import { workflowNow } from "@/state/workflow";

/** `more` is what it takes or gives beside tables, and whether it must be connected. */
export function anchorWords(place: string, side: "input" | "output", letter: string, more: string): string {
  const [, anchor] = splitPlace(place);
  const name = letter ? `${letter}: ${anchor}` : anchor;
  const outputs =
    side === "output"
      ? [place]
      : workflowNow().connections.flatMap(({ from, to }) => (to === place ? [from] : []));
  const live = useRun.getState().view?.outputs;
  const kept = useResults.getState().index.outputs;
  const counts = outputs.flatMap((each) => live?.[each]?.records ?? kept[each]?.records ?? []);
  const records = counts.length
    ? counted(
        counts.reduce((sum, each) => sum + each, 0),
        "record",
      )
    : "";
  return [name + (more ? ` (${more})` : ""), records].filter(Boolean).join(", ");
}
