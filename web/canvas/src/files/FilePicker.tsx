/** Chooses a file, a folder or the name of a new file for a setting. */
import { Search, Upload } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { bytes, counted } from "@/model/text";
import type { FileEntry, Folder } from "@/model/types";
import { attempt } from "@/state/notices";
import type { FileRequest } from "@/state/overlay";
import { useWorkflow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { EmptyHint } from "@/ui/EmptyHint";
import { Field } from "@/ui/Field";
import { TextField } from "@/ui/TextField";
import styles from "./FilePicker.module.css";
import { folderOf } from "./files";
import { PickerList } from "./PickerList";
import { PickerPath } from "./PickerPath";
import { parentOf, settingOf, startPlaces, WORKSPACE } from "./place";
import { upload } from "./uploads";
import { useFolder } from "./useFolder";

export default function FilePicker({ request, onClose }: { request: FileRequest; onClose: () => void }) {
  const workflow = useWorkflow((state) => state.path);
  const { want, value, title } = request;
  const places = useMemo(
    () => startPlaces(value, folderOf(workflow), want === "folder"),
    [value, workflow, want],
  );
  const { folder, trouble, go } = useFolder(places, workflow);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<FileEntry | null>(null);
  const [name, setName] = useState(want === "new-file" ? (value.split("/").at(-1) ?? "") : "");
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  // Going to a folder takes away the entry that had the focus: the first one there has it then.
  useLayoutEffect(() => {
    if (!folder || document.activeElement !== document.body) return;
    (list.current?.querySelector<HTMLElement>("[role=option]") ?? list.current)?.focus();
  }, [folder]);

  const enter = (path: string, root = folder?.root ?? WORKSPACE) => {
    setChosen(null);
    setQuery("");
    void go([{ root, path }]);
  };
  const choose = (setting: string) => {
    onClose();
    request.onChoose(setting);
  };
  const pick = (entry: FileEntry) => {
    if (entry.kind === "folder") enter(entry.path);
    else if (want === "file") choose(entry.setting);
    else if (want === "new-file") setName(entry.name);
  };
  const answer = answerOf(want, folder, chosen, name);
  const add = (files: FileList | null) =>
    attempt(async () => {
      if (!folder || !files?.length) return;
      const target = folder.root === WORKSPACE ? folder.path : folderOf(workflow);
      await upload(
        [...files].map((file) => ({ file, folder: target })),
        workflow,
      );
      await go([{ root: WORKSPACE, path: target }]);
    });
  const entries = (folder?.entries ?? []).filter(
    (entry) =>
      (want !== "folder" || entry.kind === "folder" || entry.kind === "picture") &&
      entry.name.toLowerCase().includes(query.trim().toLowerCase()),
  );
  return (
    <Dialog
      title={title}
      width={720}
      onClose={onClose}
      actions={
        <>
          <span className={styles.answer}>{answer ?? ""}</span>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={answer === null} onClick={() => answer !== null && choose(answer)}>
            {want === "folder" ? "Choose this folder" : "Choose"}
          </Button>
        </>
      }
    >
      {folder && <PickerPath folder={folder} onGo={enter} />}
      <div className={styles.tools}>
        <TextField
          icon={Search}
          placeholder="Search this folder"
          aria-label="Search this folder"
          value={query}
          onChange={setQuery}
        />
        <Button icon={Upload} onClick={() => input.current?.click()}>
          Upload
        </Button>
      </div>
      <div ref={list} className={styles.list} tabIndex={-1}>
        {entries.length > 0 && folder ? (
          <PickerList
            root={folder.root}
            entries={entries}
            chosen={chosen}
            onChosen={setChosen}
            onPick={pick}
            onUp={() => folder.path && enter(parentOf(folder.path))}
          />
        ) : (
          <EmptyHint>{trouble || (folder ? hintOf(query) : "Looking into the folder")}</EmptyHint>
        )}
      </div>
      {folder && <p className={styles.count}>{summary(folder, entries.length, chosen)}</p>}
      {want === "new-file" && (
        <Field label="Name of the file">
          {(control) => <TextField {...control} mono data-autofocus value={name} onChange={setName} />}
        </Field>
      )}
      <input ref={input} type="file" multiple hidden onChange={(event) => void add(event.target.files)} />
    </Dialog>
  );
}

const hintOf = (query: string): string =>
  query ? "Nothing here is called like that." : "This folder is empty. Upload files, or choose another one.";

/** The text for the setting; null while nothing can be chosen. */
function answerOf(
  want: FileRequest["want"],
  folder: Folder | null,
  chosen: FileEntry | null,
  name: string,
): string | null {
  if (!folder) return null;
  if (want === "folder") return chosen?.kind === "folder" ? chosen.setting : folder.setting;
  if (want === "new-file") return name.trim() ? settingOf(folder.setting, name.trim()) : null;
  return chosen && chosen.kind !== "folder" ? chosen.setting : null;
}

function summary(folder: Folder, shown: number, chosen: FileEntry | null): string {
  if (chosen && chosen.kind !== "folder") return `${chosen.name}, ${bytes(chosen.bytes)}`;
  const more = folder.truncated ? ", the first 5,000 are shown" : "";
  if (folder.pictures) return `${counted(folder.pictures, "picture")} in this folder${more}`;
  return `${counted(shown, "entry")}${more}`;
}
