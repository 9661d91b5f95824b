/** The workflow files of the workspace as a tree: arrows walk, Enter opens, F2 renames, Delete removes. */
import { ChevronDown, ChevronRight, FileWarning, Folder, Workflow as WorkflowIcon } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import type { WorkflowEntry } from "@/model/types";
import { type Row, rowsOf } from "./tree";
import styles from "./WorkflowTree.module.css";
import { when } from "./when";

interface Props {
  files: readonly WorkflowEntry[];
  onOpen: (path: string) => void;
  onRename: (path: string) => void;
  onRemove: (path: string) => void;
}

export function WorkflowTree({ files, onOpen, onRename, onRemove }: Props) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const tree = useRef<HTMLDivElement>(null);
  const rows = rowsOf(files, closed);
  const [chosen, setChosen] = useState("");
  const current = rows.find((row) => row.path === chosen) ?? rows[0];

  const go = (row: Row | undefined) => {
    if (!row) return;
    setChosen(row.path);
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.path)}"]`)?.focus();
  };
  const fold = (row: Row, open: boolean) => {
    const next = new Set(closed);
    if (open) next.delete(row.path);
    else next.add(row.path);
    setClosed(next);
  };
  const onKeyDown = (event: KeyboardEvent, row: Row) => {
    const here = rows.indexOf(row);
    if (event.key === "ArrowDown") go(rows[here + 1]);
    else if (event.key === "ArrowUp") go(rows[here - 1]);
    else if (event.key === "Home") go(rows[0]);
    else if (event.key === "End") go(rows.at(-1));
    else if (event.key === "ArrowRight" && !row.file) row.open ? go(rows[here + 1]) : fold(row, true);
    else if (event.key === "ArrowLeft" && !row.file && row.open) fold(row, false);
    else if (event.key === "ArrowLeft") go(rows.findLast((each, at) => at < here && each.depth < row.depth));
    else if (event.key === "Enter" || event.key === " ") row.file ? onOpen(row.path) : fold(row, !row.open);
    else if (event.key === "F2" && row.file) onRename(row.path);
    else if (event.key === "Delete" && row.file) onRemove(row.path);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={tree} role="tree" aria-label="Workflows">
      {rows.map((row) => (
        <div
          key={row.path}
          role="treeitem"
          data-path={row.path}
          aria-level={row.depth + 1}
          aria-expanded={row.file ? undefined : row.open}
          aria-selected={row === current}
          tabIndex={row === current ? 0 : -1}
          className={styles.row}
          style={{ paddingLeft: 8 + row.depth * 20 }}
          onClick={() => (row.file ? onOpen(row.path) : fold(row, !row.open))}
          onFocus={() => setChosen(row.path)}
          onKeyDown={(event) => onKeyDown(event, row)}
        >
          <RowIcon row={row} />
          <span className={styles.name}>{row.name}</span>
          {row.file && <RowDetail file={row.file} name={row.name} />}
        </div>
      ))}
    </div>
  );
}

function RowIcon({ row }: { row: Row }) {
  if (row.file?.problem) return <FileWarning size={16} aria-label="Cannot be read:" className={styles.bad} />;
  if (row.file) return <WorkflowIcon size={16} aria-hidden className={styles.icon} />;
  const Chevron = row.open ? ChevronDown : ChevronRight;
  return (
    <>
      <Chevron size={14} aria-hidden className={styles.icon} />
      <Folder size={16} aria-hidden className={styles.icon} />
    </>
  );
}

function RowDetail({ file, name }: { file: WorkflowEntry; name: string }) {
  if (file.problem) return <span className={styles.problem}>{file.problem}</span>;
  const title = name.startsWith(`${file.title}.`) ? "" : file.title;
  return (
    <>
      <span className={styles.title}>{title}</span>
      <span className={styles.time}>{when(file.modified)}</span>
    </>
  );
}
