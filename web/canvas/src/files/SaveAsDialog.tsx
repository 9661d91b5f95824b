/** Asks for the name of a workflow file: to save it as a new one, or to rename it. */
import { useState } from "react";
import { ServiceError } from "@/api/client";
import { useWorkflow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { TextField } from "@/ui/TextField";
import { folderOf, useFiles, withSuffix } from "./files";
import styles from "./SaveAsDialog.module.css";
import { rename, saveAs } from "./saving";
import { useWorkflows } from "./useWorkflows";

interface Props {
  /** The file to rename; without it the open workflow is saved. */
  renamed?: string;
  onClose: () => void;
}

export default function SaveAsDialog({ renamed, onClose }: Props) {
  const path = useWorkflow((state) => state.path);
  const { files } = useWorkflows();
  const [typed, setTyped] = useState((renamed ?? path).replace(/\.workflow\.json$/, ""));
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const target = withSuffix(typed);
  const isNamed = !/(^|\/)\.workflow\.json$/.test(target);
  const isTaken = files?.some((file) => file.path === target) ?? false;
  const folders = [...new Set(files?.map((file) => folderOf(file.path)))].filter(Boolean);

  const submit = async () => {
    if (!isNamed || busy) return;
    setBusy(true);
    setTrouble("");
    try {
      if (renamed) await rename(renamed, target);
      else if (!(await saveAs(target, isTaken))) {
        setTrouble(`${target} was made in the meantime. Choose another name.`);
        return;
      }
      useFiles.setState((state) => ({ listed: state.listed + 1 }));
      onClose();
    } catch (error) {
      setTrouble(error instanceof ServiceError || error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const problems = trouble
    ? [{ message: trouble }]
    : isTaken && target !== renamed
      ? [
          renamed
            ? { message: `${target} is there already. Choose another name.` }
            : { message: `${target} is there already; saving replaces it.`, severity: "warning" as const },
        ]
      : [];
  const label = renamed ? "Rename" : isTaken ? "Replace" : "Save";
  return (
    <Dialog
      title={renamed ? "Rename the file" : "Save as"}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!isNamed || busy || (!!renamed && isTaken)}
            onClick={() => void submit()}
          >
            {label}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          label="Name"
          aside=".workflow.json"
          hint="A slash makes a folder: signs/train"
          problems={problems}
        >
          {(control) => (
            <TextField
              {...control}
              mono
              value={typed}
              list={`${control.id}-folders`}
              onFocus={(event) => event.target.setSelectionRange(typed.lastIndexOf("/") + 1, typed.length)}
              onChange={(value) => {
                setTyped(value);
                setTrouble("");
              }}
            />
          )}
        </Field>
        {folders.length > 0 && (
          <fieldset className={styles.folders}>
            <legend className="visually-hidden">Folder</legend>
            {["", ...folders].map((folder) => (
              <Button
                key={folder}
                aria-pressed={folderOf(target) === folder}
                onClick={() => setTyped([folder, typed.split("/").at(-1)].filter(Boolean).join("/"))}
              >
                {folder || "Workspace"}
              </Button>
            ))}
          </fieldset>
        )}
        {folderOf(target) !== folderOf(renamed ?? path) && (
          <p className={styles.note}>
            Relative paths in its settings will count from {folderOf(target) || "the workspace folder"}.
          </p>
        )}
      </form>
    </Dialog>
  );
}
