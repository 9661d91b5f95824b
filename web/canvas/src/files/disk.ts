/** Notices when another program changes the open file. */
import { pathPart, request, ServiceError } from "@/api/client";
import { normalise } from "@/model/document";
import type { WorkflowFile } from "@/model/types";
import { notify } from "@/state/notices";
import { show } from "@/state/overlay";
import { edit, markSaved, useWorkflow } from "@/state/workflow";
import { fileName, useFiles } from "./files";

const EVERY_MS = 5_000;

/** Look at the file now and then while the window is seen; gives what ends it. */
export function watchDisk(): () => void {
  const look = () => {
    if (!document.hidden) void lookAtDisk().catch(() => undefined);
  };
  const timer = setInterval(look, EVERY_MS);
  window.addEventListener("focus", look);
  return () => {
    clearInterval(timer);
    window.removeEventListener("focus", look);
  };
}

/** One look. Says nothing of a change that the user knows already. */
export async function lookAtDisk(): Promise<void> {
  const { path, revision } = useWorkflow.getState();
  if (!path || revision === null || useFiles.getState().saving) return;
  const known = useFiles.getState().onDisk;
  let file: WorkflowFile | null = null;
  try {
    const headers = { "If-None-Match": `"${known?.revision ?? revision}"` };
    const answer = await request<WorkflowFile>(`/workflows/${pathPart(path)}`, { headers });
    if (answer.status === 304) return;
    file = answer.body;
  } catch (error) {
    if (!(error instanceof ServiceError && error.status === 404)) throw error;
  }
  const now = useWorkflow.getState();
  // It was saved, renamed or closed while the answer was on its way.
  if (now.path !== path || now.revision !== revision || useFiles.getState().saving) return;
  if (file?.revision === revision) return useFiles.setState({ onDisk: null });
  if (known && known.revision === (file?.revision ?? null)) return;
  if (file && now.history.present === now.saved) return follow(file);
  useFiles.setState({ onDisk: { revision: file?.revision ?? null } });
  if (file) show({ kind: "conflict", revision: file.revision });
  else notify("error", `${fileName(path)} is gone from the disk. Save to write it again.`);
}

/** Nothing is unsaved here: show the new file, as a step that undo takes back. */
function follow(file: WorkflowFile): void {
  const theirs = normalise(file.document);
  edit("Take the file from disk", () => theirs);
  markSaved(file.path, file.revision, theirs);
  notify("info", `${fileName(file.path)} changed on disk; this is the new version.`);
}
