/** The entries of a folder: arrows walk, Enter opens or chooses, Backspace goes up. */
import { File, Folder, Table2, Workflow as WorkflowIcon } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { address } from "@/api/client";
import { bytes } from "@/model/text";
import type { FileEntry } from "@/model/types";
import styles from "./PickerList.module.css";
import { when } from "./when";

interface Props {
  root: string;
  entries: readonly FileEntry[];
  chosen: FileEntry | null;
  onChosen: (entry: FileEntry) => void;
  onPick: (entry: FileEntry) => void;
  onUp: () => void;
}

export function PickerList({ root, entries, chosen, onChosen, onPick, onUp }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const current = entries.find((entry) => entry.path === chosen?.path) ?? entries[0];
  const go = (entry: FileEntry | undefined) => {
    if (!entry) return;
    onChosen(entry);
    list.current?.children[entries.indexOf(entry)]?.scrollIntoView({ block: "nearest" });
    (list.current?.children[entries.indexOf(entry)] as HTMLElement | undefined)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, entry: FileEntry) => {
    const here = entries.indexOf(entry);
    if (event.key === "ArrowDown") go(entries[here + 1]);
    else if (event.key === "ArrowUp") go(entries[here - 1]);
    else if (event.key === "Home") go(entries[0]);
    else if (event.key === "End") go(entries.at(-1));
    else if (event.key === "Enter") onPick(entry);
    else if (event.key === " ") onChosen(entry);
    else if (event.key === "Backspace") onUp();
    else return;
    event.preventDefault();
  };
  return (
    <div ref={list} role="listbox" aria-label="Files" className={styles.list}>
      {entries.map((entry) => (
        <div
          key={entry.path}
          role="option"
          aria-selected={entry.path === chosen?.path}
          tabIndex={entry === current ? 0 : -1}
          className={styles.entry}
          onClick={() => onChosen(entry)}
          onDoubleClick={() => onPick(entry)}
          onKeyDown={(event) => onKeyDown(event, entry)}
        >
          <EntryIcon root={root} entry={entry} />
          <span className={styles.name}>{entry.name}</span>
          <span className={styles.detail}>{entry.kind === "folder" ? "" : bytes(entry.bytes)}</span>
          <span className={styles.detail}>{when(entry.modified)}</span>
        </div>
      ))}
    </div>
  );
}

const ICONS = { folder: Folder, table: Table2, workflow: WorkflowIcon, other: File } as const;

function EntryIcon({ root, entry }: { root: string; entry: FileEntry }) {
  if (entry.kind === "picture") {
    const source = address("/files/thumbnail", { root, path: entry.path, w: 64 });
    return <img src={source} alt="" loading="lazy" width={32} height={32} className={styles.picture} />;
  }
  const Icon = ICONS[entry.kind];
  return (
    <span className={styles.icon}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
    </span>
  );
}
