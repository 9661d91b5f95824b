/** Drafts: unsaved work is kept a second after each edit, by the service or, where it is away, by the browser. */
import { get, pathPart, request, UnreachableError } from "@/api/client";
import type { Workflow } from "@/model/document";
import type { Draft } from "@/model/types";
import { useWorkflow } from "@/state/workflow";
import { useFiles } from "./files";

const PAUSE_MS = 1_000;
const LOCAL = "weft-draft:";

/** The document that is safe, although not saved: with the service, or only in this browser. */
let kept: { document: Workflow; by: "service" | "browser" } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Whether closing the window now would lose work. */
export function wouldLose(): boolean {
  const { history, saved } = useWorkflow.getState();
  return history.present !== saved && history.present !== kept?.document;
}

/** Keep drafts while the document changes; gives what ends it. */
export function watchDrafts(): () => void {
  const leave = useWorkflow.subscribe((state, before) => {
    if (state.path !== before.path) clearTimeout(timer);
    else if (state.history.present === before.history.present) return;
    if (!state.path || useFiles.getState().offered) return;
    clearTimeout(timer);
    if (state.history.present !== state.saved) timer = setTimeout(() => void keepDraft(), PAUSE_MS);
    else if (kept && state.path === before.path) void dropDraft(state.path);
  });
  const onHide = () => {
    if (document.hidden && wouldLose()) keepHere(draftNow());
  };
  const onLeave = (event: BeforeUnloadEvent) => {
    if (!wouldLose() || keepHere(draftNow())) return;
    event.preventDefault();
  };
  document.addEventListener("visibilitychange", onHide);
  window.addEventListener("beforeunload", onLeave);
  return () => {
    clearTimeout(timer);
    leave();
    document.removeEventListener("visibilitychange", onHide);
    window.removeEventListener("beforeunload", onLeave);
  };
}

/** Keep what is on the canvas now. */
export async function keepDraft(): Promise<void> {
  const { path, history, saved } = useWorkflow.getState();
  if (!path || history.present === saved) return;
  if (history.present === kept?.document && kept.by === "service") return;
  const draft = draftNow();
  try {
    await request(`/drafts/${pathPart(path)}`, { method: "PUT", body: draft });
    localStorage.removeItem(LOCAL + path);
    kept = { document: history.present, by: "service" };
    // It was saved while the draft was on its way.
    if (useWorkflow.getState().path === path && useWorkflow.getState().saved === history.present)
      await dropDraft(path);
  } catch (error) {
    if (keepHere(draft)) kept = { document: history.present, by: "browser" };
    else if (!(error instanceof UnreachableError)) throw error;
  }
}

/** Forget the draft of a workflow: it was saved, or thrown away. */
export async function dropDraft(path: string): Promise<void> {
  if (!path) return;
  clearTimeout(timer);
  kept = null;
  localStorage.removeItem(LOCAL + path);
  await request(`/drafts/${pathPart(path)}`, { method: "DELETE" }).catch(() => undefined);
  const now = useWorkflow.getState();
  // Edits that came while it was being saved are work of their own.
  if (now.path === path && now.history.present !== now.saved)
    timer = setTimeout(() => void keepDraft(), PAUSE_MS);
}

/** All drafts, the newest first; of a workflow that has two, the newer. */
export async function allDrafts(): Promise<Draft[]> {
  const served = await get<Draft[]>("/drafts").catch(() => []);
  const newest = new Map<string, Draft>();
  for (const draft of [...served, ...localDrafts()]) {
    const other = newest.get(draft.path);
    if (!other || (other.saved ?? 0) < (draft.saved ?? 0)) newest.set(draft.path, draft);
  }
  return [...newest.values()].sort((one, two) => (two.saved ?? 0) - (one.saved ?? 0));
}

function draftNow(): Draft {
  const { path, revision, history } = useWorkflow.getState();
  return { path, base: revision, document: history.present, saved: Date.now() / 1000 };
}

function keepHere(draft: Draft): boolean {
  try {
    localStorage.setItem(LOCAL + draft.path, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

function localDrafts(): Draft[] {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(LOCAL));
  return keys.flatMap((key) => {
    try {
      return [JSON.parse(localStorage.getItem(key) ?? "") as Draft];
    } catch {
      return [];
    }
  });
}
