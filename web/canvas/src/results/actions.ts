/** What can be done with results. */
import { inputsOf, outputsOf } from "@/model/graph";
import { toolsNow } from "@/state/catalog";
import { type ResultsTab, setFolded, useDesk } from "@/state/desk";
import { look, useLooking } from "@/state/looking";
import { useResults } from "@/state/results";
import { selectionNow, workflowNow } from "@/state/workflow";
import type { Action } from "@/ui/action";
import { download } from "./downloads";
import { focusTab, isInResults } from "./focus";
import { resolve, type Target } from "./looked";

const TABS: readonly [ResultsTab, string][] = [
  ["records", "Records"],
  ["pictures", "Pictures"],
  ["profile", "Profile"],
  ["learning", "Learning"],
  ["report", "Report"],
  ["messages", "Messages"],
  ["history", "History"],
];

const targetNow = (): Target | null =>
  resolve(workflowNow(), selectionNow(), useLooking.getState(), toolsNow());

const hasRecords = (): boolean => {
  const place = targetNow()?.place;
  return Boolean(place && useResults.getState().index.outputs[place]?.available);
};

/** The next or the previous anchor of the node that is looked at, inputs first. */
function step(by: 1 | -1): void {
  const target = targetNow();
  if (!target) return;
  const { node } = target;
  const anchors = [
    ...inputsOf(workflowNow(), node, toolsNow()).map(({ name }) => ({ name, side: "input" as const })),
    ...outputsOf(workflowNow(), node, toolsNow()).map(({ name }) => ({ name, side: "output" as const })),
  ];
  const here = anchors.findIndex((each) => each.name === target.anchor && each.side === target.side);
  const next = anchors[(here + by + anchors.length) % anchors.length];
  if (next) look({ node, anchor: next.name, side: next.side });
}

/** Show a tab; the focus goes along where it was in the results, as what had it may be gone. */
function showTab(resultsTab: ResultsTab): void {
  const wasHere = isInResults();
  useDesk.setState({ resultsTab });
  setFolded("results", false);
  if (wasHere) focusTab();
}

export const RESULTS_ACTIONS: readonly Action[] = [
  {
    id: "next-anchor",
    label: "Look at the next anchor",
    group: "Look",
    keys: ["Alt+."],
    run: () => step(1),
    enabled: () => targetNow() !== null,
  },
  {
    id: "previous-anchor",
    label: "Look at the previous anchor",
    group: "Look",
    keys: ["Alt+,"],
    run: () => step(-1),
    enabled: () => targetNow() !== null,
  },
  ...TABS.map(
    ([tab, label], index): Action => ({
      id: `show-${tab}`,
      label: `Show ${label.toLowerCase()}`,
      group: "Look",
      keys: [`Alt+${index + 1}`],
      run: () => showTab(tab),
    }),
  ),
  {
    id: "show-problems",
    label: "Show problems",
    group: "Look",
    keys: ["Alt+8"],
    run: () => showTab("problems"),
  },
  {
    id: "download-records",
    label: "Download records as Parquet",
    group: "Look",
    keys: ["Ctrl+Alt+D"],
    run: () => {
      const place = targetNow()?.place;
      if (place) download(place, "parquet");
    },
    enabled: hasRecords,
  },
];
