/** Opens workflows: from the address, from a file, from a draft, or new. */
import { get, pathPart, ServiceError } from "@/api/client";
import { EMPTY, normalise, type Workflow } from "@/model/document";
import type { Document, Draft, RunInfo, SampleCopy, WorkflowEntry, WorkflowFile } from "@/model/types";
import { notify } from "@/state/notices";
import { openDocument, useWorkflow } from "@/state/workflow";
import { readAddress, writeAddress } from "./address";
import { allDrafts, dropDraft, keepDraft } from "./drafts";
import { isUnsavedElsewhere } from "./elsewhere";
import { fileName, freeName, useFiles } from "./files";
import { forget, remember } from "./recent";
import { differs } from "./sameness";
import { copySample } from "./samples";

/** As many as the service keeps. */
const MANY_RUNS = 200;

/** Show what the address names, and follow it when the user goes back; gives what ends it. */
export function watchAddress(): () => void {
  const follow = () => {
    const { path, fresh } = readAddress();
    if (path === null) void goToStart();
    else if (path !== openNow()) void openPath(path, fresh);
  };
  follow();
  window.addEventListener("popstate", follow);
  return () => window.removeEventListener("popstate", follow);
}

const openNow = (): string => useWorkflow.getState().path;

/** Open a file of the workspace. What was open and not saved stays as a draft. */
export async function openPath(path: string, fresh = false): Promise<void> {
  await keepDraft().catch(() => undefined);
  useFiles.setState({ opening: path });
  try {
    const [file, drafts] = await Promise.all([fileAt(path), allDrafts()]);
    const draft = drafts.find((each) => each.path === path) ?? null;
    const isElsewhere = draft !== null && path !== openNow() && (await isUnsavedElsewhere(path));
    if (file && isElsewhere) openBeside(file);
    else if (file) openFile(file, draft);
    else if (draft) openUnsaved(path, normalise(draft.document), "Your unsaved work is back.");
    else if (fresh) openUnsaved(path, EMPTY);
    else missing(path);
  } catch (error) {
    notify("error", `${fileName(path)} cannot be opened: ${(error as Error).message}`);
    if (!openNow()) writeAddress(null);
  } finally {
    useFiles.setState({ opening: null });
  }
}

async function fileAt(path: string): Promise<WorkflowFile | null> {
  try {
    return await get<WorkflowFile>(`/workflows/${pathPart(path)}`);
  } catch (error) {
    if (error instanceof ServiceError && error.status === 404) return null;
    throw error;
  }
}

function openFile(file: WorkflowFile, draft: Draft | null): void {
  const saved = normalise(file.document);
  openDocument(file.path, file.revision, saved);
  const isNews = draft !== null && differs(saved, normalise(draft.document));
  if (draft && !isNews) void dropDraft(file.path);
  settle(file.path, false, isNews ? draft : null);
}

/** Another window shows the unsaved work: here it is neither offered nor thrown away. */
function openBeside(file: WorkflowFile): void {
  openDocument(file.path, file.revision, normalise(file.document));
  settle(file.path, false, null);
  notify("info", `${fileName(file.path)} has unsaved changes in another window; here it is as it was saved.`);
}

function openUnsaved(path: string, document: Workflow, text?: string): void {
  openDocument(path, null, EMPTY, { document, label: "Open unsaved work" });
  settle(path, true, null);
  if (text) notify("info", text);
}

function settle(path: string, fresh: boolean, offered: Draft | null): void {
  useFiles.setState({ savedAt: null, onDisk: null, offered });
  if (!fresh) remember(path);
  writeAddress(path, fresh);
}

function missing(path: string): void {
  forget(path);
  notify("error", `There is no workflow ${path} in this folder any more.`);
  if (!openNow()) writeAddress(null);
}

/** Answer the offer of unsaved work. */
export async function answerOffer(restore: boolean): Promise<void> {
  const { offered } = useFiles.getState();
  useFiles.setState({ offered: null });
  if (!offered) return;
  if (!restore) return dropDraft(offered.path);
  const { path, revision, saved } = useWorkflow.getState();
  // From an older revision: saving will find that the file is another by now.
  openDocument(path, offered.base ?? revision, saved, {
    document: normalise(offered.document),
    label: "Recovered draft",
  });
}

/** Open a workflow that has no file yet. */
export async function newWorkflow(name = "Untitled", document?: Document): Promise<void> {
  await keepDraft().catch(() => undefined);
  const [files, drafts] = await Promise.all([
    get<WorkflowEntry[]>("/workflows").catch(() => []),
    allDrafts(),
  ]);
  // A name that has run before would show the results and messages of another workflow.
  const runs = await get<RunInfo[]>("/runs", { limit: MANY_RUNS }).catch(() => []);
  openUnsaved(
    freeName(name, new Set([...files, ...drafts, ...runs].map((each) => each.path))),
    document ? normalise(document) : EMPTY,
  );
}

/** Copy a sample into the workspace and open the first of its workflows. */
export async function openSample(name: string): Promise<void> {
  const copy: SampleCopy = await copySample(name);
  const first = copy.workflows[0];
  if (first) await openPath(first.path);
}

/** Back to the start page. What is not saved stays as a draft. */
export async function goToStart(): Promise<void> {
  await keepDraft().catch(() => undefined);
  leave();
}

function leave(): void {
  openDocument("", null, EMPTY);
  useFiles.setState({ savedAt: null, onDisk: null, offered: null });
  writeAddress(null);
}
