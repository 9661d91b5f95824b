/** What goes on beside the screen: starts with the page, and part of it only while a workflow is open. */

import { watchDisk } from "@/files/disk";
import { keepDraft, watchDrafts } from "@/files/drafts";
import { watchUnsaved } from "@/files/elsewhere";
import { watchAddress } from "@/files/opening";
import { watchFocus } from "@/keyboard/keeping";
import { watchSpeech } from "@/keyboard/speech";
import { loadCatalog, useCatalog } from "@/state/catalog";
import { checkConnection, useConnection, watchConnection } from "@/state/connection";
import { useDesk } from "@/state/desk";
import { watchLooking } from "@/state/looking";
import { attempt, watchNotices } from "@/state/notices";
import { watchOutdated } from "@/state/outdated";
import { watchProgress } from "@/state/progress";
import { watchResults } from "@/state/results";
import { watchRuns } from "@/state/run";
import { validateNow, watchValidation } from "@/state/validation";
import { useWorkflow } from "@/state/workflow";
import { ACTIONS } from "./actions";
import { watchKeys } from "./keys";
import { watchRegions } from "./regions";
import { watchTheme } from "./theme";
import { watchTitle } from "./title";

/** Below this width palette and settings lie over the desk. */
const NARROW = "(max-width: 1099px)";

type End = () => void;

export function startWatching(): End {
  const ends = [
    watchTheme(),
    watchWidth(),
    watchRegions(),
    watchKeys(ACTIONS),
    watchFocus(),
    watchSpeech(),
    watchTitle(),
    watchNotices(),
    watchLooking(),
    watchConnection(),
    watchReturn(),
    watchDrafts(),
    watchUnsaved(),
    watchDisk(),
    watchOpen(),
    watchAddress(),
  ];
  return () => ends.forEach((end) => void end());
}

/** Validation, runs and results are asked for while a workflow is open. */
function watchOpen(): End {
  let ends: End[] = [];
  let isWatching = true;
  const follow = (path: string) => {
    if (path && !ends.length)
      ends = [watchValidation(), watchRuns(), watchResults(), watchOutdated(), watchProgress()];
    else if (!path) {
      for (const end of ends) end();
      ends = [];
    }
  };
  follow(useWorkflow.getState().path);
  // Not at once: what starts in the middle of a change would hear of it too, and ask everything twice.
  const followSoon = () => queueMicrotask(() => isWatching && follow(useWorkflow.getState().path));
  const leave = useWorkflow.subscribe((state, before) => state.path !== before.path && followSoon());
  return () => {
    isWatching = false;
    leave();
    follow("");
  };
}

/** When the service is back, catch up with it. */
function watchReturn(): End {
  return useConnection.subscribe((state, before) => {
    if (state.status !== "fine" || before.status === "fine") return;
    if (!useCatalog.getState().loaded) void attempt(loadCatalog);
    void keepDraft().catch(() => undefined);
    if (useWorkflow.getState().path) void validateNow();
  });
}

function watchWidth(): End {
  const query = window.matchMedia(NARROW);
  const apply = () => useDesk.setState({ narrow: query.matches, drawer: null });
  apply();
  query.addEventListener("change", apply);
  return () => query.removeEventListener("change", apply);
}

export const retryConnection = (): void => void checkConnection();
