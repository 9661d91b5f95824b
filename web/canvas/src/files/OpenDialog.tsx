/** Opens a workflow of the workspace, or a file of this computer. */
import { FileUp, Search, Workflow as WorkflowIcon } from "lucide-react";
import { useRef, useState } from "react";
import { attempt } from "@/state/notices";
import { show } from "@/state/overlay";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { EmptyHint } from "@/ui/EmptyHint";
import { TextField } from "@/ui/TextField";
import { openDropped } from "./dropped";
import { useFiles } from "./files";
import styles from "./OpenDialog.module.css";
import { openPath } from "./opening";
import { remove } from "./saving";
import { useWorkflows } from "./useWorkflows";
import { WorkflowTree } from "./WorkflowTree";

export default function OpenDialog({ onClose }: { onClose: () => void }) {
  const { files, trouble } = useWorkflows();
  const [query, setQuery] = useState("");
  const upload = useRef<HTMLInputElement>(null);
  const wanted = query.trim().toLowerCase();
  const shown = files?.filter((file) => `${file.path} ${file.title}`.toLowerCase().includes(wanted)) ?? [];
  const open = (path: string) => {
    onClose();
    void attempt(() => openPath(path));
  };
  const removeOne = (path: string) =>
    attempt(async () => {
      await remove(path);
      useFiles.setState((state) => ({ listed: state.listed + 1 }));
    });
  return (
    <Dialog
      title="Open a workflow"
      width={720}
      onClose={onClose}
      actions={
        <>
          <span className={styles.keys}>Enter opens, F2 renames, Delete moves to the bin</span>
          <Button icon={FileUp} onClick={() => upload.current?.click()}>
            From this computer
          </Button>
        </>
      }
    >
      <TextField
        icon={Search}
        placeholder="Search the workflows"
        aria-label="Search the workflows"
        value={query}
        onChange={setQuery}
        onKeyDown={(event) => {
          if (event.key === "Enter" && shown[0]) open(shown[0].path);
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          document.querySelector<HTMLElement>('[role="tree"] [tabindex="0"]')?.focus();
        }}
      />
      <div className={styles.list}>
        {shown.length > 0 && (
          <WorkflowTree
            files={shown}
            onOpen={open}
            onRename={(path) => show({ kind: "rename", path })}
            onRemove={(path) => void removeOne(path)}
          />
        )}
        {files && !shown.length && (
          <EmptyHint icon={WorkflowIcon}>
            {trouble ||
              (wanted
                ? "No workflow is called like that."
                : "There is no workflow in this folder yet. Make a new one, or open a sample.")}
          </EmptyHint>
        )}
        {!files && <EmptyHint>Looking for workflows</EmptyHint>}
      </div>
      <input
        ref={upload}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (!file) return;
          onClose();
          void attempt(() => openDropped(file));
        }}
      />
    </Dialog>
  );
}
