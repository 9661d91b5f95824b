/** Saves, renames and removes workflow files; never over work of others without asking. */
import { get, pathPart, request, ServiceError } from "@/api/client";
import { relocate } from "@/model/commands/relocating";
import { normalise, toFile, type Workflow } from "@/model/document";
import type { Removed, WorkflowEntry, WorkflowFile } from "@/model/types";
import { toolsNow } from "@/state/catalog";
import { announce, attempt, notify } from "@/state/notices";
import { show } from "@/state/overlay";
import { edit, markSaved, undo, useWorkflow, workflowNow } from "@/state/workflow";
import { writeAddress } from "./address";
import { dropDraft, keepDraft } from "./drafts";
import { fileName, folderOf, useFiles } from "./files";
import { goToStart, openPath } from "./opening";
import { forget, remember } from "./recent";

/** Save what is open; a workflow without a file asks for a name. */
export async function save(): Promise<void> {
  const { path, revision } = useWorkflow.getState();
  if (!path || useFiles.getState().saving) return;
  if (revision === null) return show({ kind: "save-as" });
  await write(path, { "If-Match": `"${revision}"` });
}

/** Save as a new file. False where one of that name is there already. */
export async function saveAs(path: string, replace = false): Promise<boolean> {
  const before = useWorkflow.getState().path;
  const headers: Record<string, string> = replace
    ? { "If-Match": `"${(await fileOnDisk(path)).revision}"` }
    : { "If-None-Match": "*" };
  const isElsewhere = folderOf(before) !== folderOf(path);
  if (isElsewhere)
    edit("Move paths", (workflow) => relocate(workflow, folderOf(before), folderOf(path), toolsNow()));
  const done = await write(path, headers, () => undefined);
  if (isElsewhere && !done) undo();
  if (done && before !== path) await dropDraft(before);
  return done;
}

/** Write mine over the file, whatever it is by now. */
export async function saveOver(revision: string | null): Promise<void> {
  const { path } = useWorkflow.getState();
  await write(path, revision === null ? { "If-None-Match": "*" } : { "If-Match": `"${revision}"` });
}

/** Take what is on disk in place of mine: one step that undo takes back. */
export async function takeTheirs(): Promise<void> {
  const file = await fileOnDisk(useWorkflow.getState().path);
  const theirs = normalise(file.document);
  edit("Take the file from disk", () => theirs);
  markSaved(file.path, file.revision, theirs);
  useFiles.setState({ onDisk: null });
  await dropDraft(file.path);
}

export const fileOnDisk = (path: string): Promise<WorkflowFile> =>
  get<WorkflowFile>(`/workflows/${pathPart(path)}`);

async function write(
  path: string,
  headers: Record<string, string>,
  onTaken: (revision: string | null) => void = askWhich,
): Promise<boolean> {
  const document = workflowNow();
  useFiles.setState({ saving: true });
  try {
    const options = { method: "PUT", body: toFile(document), headers } as const;
    const { body } = await request<WorkflowEntry>(`/workflows/${pathPart(path)}`, options);
    markSaved(body.path, body.revision, document);
    useFiles.setState({ savedAt: Date.now(), onDisk: null });
    remember(body.path);
    writeAddress(body.path);
    await dropDraft(body.path);
    announce(`${fileName(body.path)} is saved`);
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError && error.status === 412)) throw error;
    onTaken(error.revision);
    return false;
  } finally {
    useFiles.setState({ saving: false });
  }
}

function askWhich(revision: string | null): void {
  useFiles.setState({ onDisk: { revision } });
  show({ kind: "conflict", revision });
}

/** Give a file another name or place, with its paths written anew; the open one stays open. */
export async function rename(path: string, target: string): Promise<void> {
  const options = { method: "PATCH", body: { path: target } } as const;
  const { body } = await request<WorkflowEntry>(`/workflows/${pathPart(path)}`, options);
  forget(path);
  remember(body.path);
  const moved = (workflow: Workflow) => relocate(workflow, folderOf(path), folderOf(body.path), toolsNow());
  const { path: open, saved } = useWorkflow.getState();
  const isOpen = open === path;
  if (isOpen) useWorkflow.setState({ path: body.path, revision: body.revision });
  if (folderOf(path) !== folderOf(body.path)) {
    const { document, revision } = await movePaths(body.path, moved);
    if (isOpen) {
      edit("Move paths", (workflow) => (workflow === saved ? document : moved(workflow)));
      markSaved(body.path, revision, document);
    }
  }
  if (!isOpen) return;
  writeAddress(body.path);
  await dropDraft(path);
  await keepDraft();
}

/** Write the paths in a file anew; gives what it holds now. */
async function movePaths(path: string, moved: (workflow: Workflow) => Workflow) {
  const file = await fileOnDisk(path);
  const document = moved(normalise(file.document));
  const { body } = await request<WorkflowEntry>(`/workflows/${pathPart(path)}`, {
    method: "PUT",
    body: toFile(document),
    headers: { "If-Match": `"${file.revision}"` },
  });
  return { document, revision: body.revision };
}

/** Move a file to the bin; the message brings it back. */
export async function remove(path: string): Promise<void> {
  const { body } = await request<Removed>(`/workflows/${pathPart(path)}`, { method: "DELETE" });
  forget(path);
  const wasOpen = useWorkflow.getState().path === path;
  if (wasOpen) await goToStart();
  notify("info", `${fileName(path)} is in the bin.`, {
    label: "Undo",
    run: () => void attempt(() => restore(body.bin, path, wasOpen)),
  });
}

async function restore(bin: string, path: string, reopen: boolean): Promise<void> {
  await request(`/workflows/${pathPart(bin)}`, { method: "PATCH", body: { path } });
  if (reopen) await openPath(path);
  else notify("info", `${fileName(path)} is back.`);
  useFiles.setState((state) => ({ listed: state.listed + 1 }));
}
