/** One search for everything: tools to add, nodes to go to, actions to run, workflows to open. */
import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from "react";
import { useWorkflows } from "@/files/useWorkflows";
import { useCatalog } from "@/state/catalog";
import { useDocument } from "@/state/workflow";
import { Dialog } from "@/ui/Dialog";
import { EmptyHint } from "@/ui/EmptyHint";
import { TextField } from "@/ui/TextField";
import styles from "./FindDialog.module.css";
import { type Finding, find, marked } from "./finding";

export default function FindDialog({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const { list: tools, tools: byId } = useCatalog();
  const { files } = useWorkflows();
  const workflow = useDocument();
  const list = useId();
  const groups = useMemo(
    () => find(query, { tools, byId, workflow, files: files ?? [] }),
    [query, tools, byId, workflow, files],
  );
  const all = groups.flatMap((group) => group.found);
  const current = all[Math.min(at, all.length - 1)];
  const run = (finding: Finding | undefined) => {
    if (!finding) return;
    onClose();
    // The dialog gives the focus back first; what is done next may take it elsewhere.
    setTimeout(finding.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt((at + 1) % Math.max(1, all.length));
    else if (event.key === "ArrowUp") setAt((at - 1 + all.length) % Math.max(1, all.length));
    else if (event.key === "Enter") run(current);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Find" width={620} onClose={onClose}>
      <TextField
        role="combobox"
        icon={Search}
        aria-label="Find a tool, a node, a comment, an action or a workflow"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={current && `${list}-${current.id}`}
        placeholder="A tool, a node, a comment, an action or a workflow"
        value={query}
        onChange={(value) => {
          setQuery(value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} role="listbox" aria-label="Found" className={styles.list}>
        {groups.map(({ title, found }) => (
          // biome-ignore lint/a11y/useSemanticElements: options of a list box stand in a group, not in a fieldset
          <div key={title} role="group" aria-label={title}>
            <div className={styles.title} aria-hidden>
              {title}
            </div>
            {found.map((finding) => (
              <Row
                key={finding.id}
                id={`${list}-${finding.id}`}
                finding={finding}
                isCurrent={finding === current}
                onPoint={() => setAt(all.indexOf(finding))}
                onRun={() => run(finding)}
              />
            ))}
          </div>
        ))}
      </div>
      {!all.length && <EmptyHint>Nothing is called like that.</EmptyHint>}
    </Dialog>
  );
}

interface RowProps {
  id: string;
  finding: Finding;
  isCurrent: boolean;
  onPoint: () => void;
  onRun: () => void;
}

function Row({ id, finding, isCurrent, onPoint, onRun }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field that has the focus handles the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      className={styles.row}
      ref={(element) => {
        if (isCurrent) element?.scrollIntoView({ block: "nearest" });
      }}
      onPointerMove={isCurrent ? undefined : onPoint}
      onClick={onRun}
    >
      <span className={styles.icon}>{finding.icon}</span>
      <span className={styles.label}>{withMarks(finding)}</span>
      <span className={styles.detail}>{finding.detail}</span>
      {finding.keys && <kbd>{finding.keys}</kbd>}
    </div>
  );
}

function withMarks({ label, ranges }: Finding): ReactNode {
  return marked(label, ranges).map(({ text, hit, from }) =>
    hit ? <mark key={from}>{text}</mark> : <span key={from}>{text}</span>,
  );
}
