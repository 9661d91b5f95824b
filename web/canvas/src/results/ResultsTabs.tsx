/** The tabs of the results, with counts that rise while a run is at work. */
import { number } from "@/model/text";
import { type ResultsTab, useDesk } from "@/state/desk";
import { useResults } from "@/state/results";
import { useRun } from "@/state/run";
import { useValidation } from "@/state/validation";
import { type Tab, Tabs } from "@/ui/Tabs";
import { useMessages } from "./useMessages";

/** The id of what the tabs show. */
export const PANEL = "results-panel";

interface Props {
  /** The output that is looked at; empty for none. */
  place: string;
  current: ResultsTab;
}

export function ResultsTabs({ place, current }: Props) {
  return (
    <Tabs
      label="Results"
      tabs={useTabs(place)}
      current={current}
      onChange={(resultsTab) => useDesk.setState({ resultsTab })}
      panel={PANEL}
    />
  );
}

function useTabs(place: string): Tab<ResultsTab>[] {
  const kept = useResults((state) => state.index.outputs[place]?.records);
  const live = useRun((state) => state.view?.outputs[place]?.records);
  const messages = useMessages();
  const problems = useValidation((state) => state.validation.problems);
  const count = live ?? kept;
  const worst = messages.some((each) => each.level === "error") ? "bad" : "warn";
  const telling = messages.filter((each) => each.level !== "info").length;
  const errors = problems.filter((each) => each.severity === "error").length;
  return [
    { id: "records", label: "Records", badge: count === undefined ? null : number(count) },
    { id: "pictures", label: "Pictures" },
    { id: "profile", label: "Profile" },
    { id: "learning", label: "Learning" },
    { id: "report", label: "Report" },
    { id: "messages", label: "Messages", badge: telling || null, tone: worst },
    ...(problems.length
      ? [
          {
            id: "problems" as const,
            label: "Problems",
            badge: problems.length,
            tone: errors ? ("bad" as const) : ("warn" as const),
          },
        ]
      : []),
    { id: "history", label: "History" },
  ];
}
