/** Reads aloud what is selected and how a run goes, politely and not too often. */
import { nodeLabel } from "@/model/labels";
import type { NodeView, RunView } from "@/model/run";
import { isEmpty, size } from "@/model/selection";
import { counted, duration } from "@/model/text";
import { toolsNow } from "@/state/catalog";
import { announce, useNotices } from "@/state/notices";
import { isLive, useRun } from "@/state/run";
import { useValidation } from "@/state/validation";
import { selectionNow, useWorkflow, workflowNow } from "@/state/workflow";
import { elementOf, soleThing } from "./thing";
import { thingRest, thingSentence } from "./words";

/** The focus comes with the next frames, and what was done is said first. */
const AFTER_MS = 200;
/** Ends of nodes are told together, so often at most. */
const RUN_MS = 4_000;

export function watchSpeech(): () => void {
  const ends = [watchSelection(), watchRun()];
  return () => {
    for (const end of ends) end();
  };
}

function watchSelection(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let spokenAt = 0;
  const leaveNotices = useNotices.subscribe(() => {
    spokenAt = Date.now();
  });
  const leave = useWorkflow.subscribe((state, before) => {
    if (state.selection === before.selection) return;
    const changedAt = Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => {
      // What changed the selection has said so itself, and what was said since is not talked over.
      if (spokenAt < changedAt - AFTER_MS) saySelection();
    }, AFTER_MS);
  });
  return () => {
    clearTimeout(timer);
    leave();
    leaveNotices();
  };
}

/** What has the focus is named by the screen reader itself: then only the rest is said. */
function saySelection(): void {
  const selection = selectionNow();
  if (isEmpty(selection)) return;
  const known = {
    workflow: workflowNow(),
    tools: toolsNow(),
    problems: useValidation.getState().validation.problems,
  };
  const thing = soleThing(selection);
  if (!thing) {
    announce(`${counted(size(selection), "thing")} selected`);
    return;
  }
  const element = elementOf(thing);
  const hasFocus = element !== null && element === document.activeElement;
  const words = hasFocus ? thingRest(thing, known) : thingSentence(thing, known);
  if (words) announce(words);
}

function watchRun(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = 0;
  let live = "";
  const leave = useRun.subscribe(({ info, view }, before) => {
    if (info && isLive(info)) live = info.id;
    if (!view || view === before.view || view.run !== before.view?.run) return;
    if (view.status !== before.view.status) {
      clearTimeout(timer);
      timer = undefined;
      const words = endWords(view);
      // A run that had ended before it was opened is no news.
      if (words && view.run === live) announce(words);
      told = 0;
    } else if (doneNodes(view) > told && !timer) {
      timer = setTimeout(() => {
        timer = undefined;
        const latest = useRun.getState().view;
        if (latest?.status !== "running") return;
        told = doneNodes(latest);
        announce(progressWords(latest));
      }, RUN_MS);
    }
  });
  return () => {
    clearTimeout(timer);
    leave();
  };
}

const isDone = (node: NodeView): boolean =>
  node.state === "succeeded" || node.state === "kept" || node.state === "skipped";
const doneNodes = (view: RunView): number => Object.values(view.nodes).filter(isDone).length;

function progressWords(view: RunView): string {
  const running = namesOf(view, (node) => node.state === "running");
  const done = `${doneNodes(view)} of ${counted(Object.keys(view.nodes).length, "node")} done`;
  return running ? `${done}, ${running} running` : done;
}

function endWords(view: RunView): string {
  const took = view.seconds == null ? "" : ` in ${duration(view.seconds)}`;
  switch (view.status) {
    case "succeeded":
      return `The run has finished${took}${view.warnings ? `, ${counted(view.warnings, "warning")}` : ""}`;
    case "failed": {
      const failed = namesOf(view, (node) => node.state === "failed");
      return `The run has failed${failed ? ` at ${failed}` : ""}. ${view.message}`.trim();
    }
    case "queued":
    case "running":
      return "";
    default:
      return "The run has stopped";
  }
}

function namesOf(view: RunView, wanted: (node: NodeView) => boolean): string {
  return Object.entries(view.nodes)
    .filter(([, node]) => wanted(node))
    .map(([name]) => nodeLabel(workflowNow(), name, toolsNow()))
    .join(", ");
}
