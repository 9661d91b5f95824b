/** The workflow as a tree: mirrors the graph and what is selected on it, for those who would rather read it. */
import { ListTree } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { deleteSelected } from "@/canvas/actions/editing";
import { menuSubject } from "@/canvas/gestures/usePointing";
import { openMenu } from "@/canvas/state/menu";
import { reveal } from "@/canvas/state/view";
import { focusSettings } from "@/keyboard/settings";
import { rectOf } from "@/keyboard/walking";
import { only, type Selection, toggle as toggled } from "@/model/selection";
import { focusField } from "@/settings/focus";
import { useCatalog } from "@/state/catalog";
import { setFolded } from "@/state/desk";
import { select, selectionNow, useDocument, useSelection, workflowNow } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import { NodeRow } from "./NodeRow";
import styles from "./Outline.module.css";
import { OutlineRow } from "./OutlineRow";
import { outlineRows, type Row } from "./rows";
import { useTreeKeys } from "./useTreeKeys";

export default function Outline() {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const selection = useSelection();
  const tree = useRef<HTMLDivElement>(null);
  const [folded, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState("");
  const rows = useMemo(() => outlineRows(workflow, tools, folded), [workflow, tools, folded]);
  const current = currentRow(rows, at, selection);
  const flip = (row: Row) => setToggled((now) => withToggled(now, row.key));
  const goTo = (row: Row, extend: boolean) => {
    setAt(row.key);
    choose(row, extend);
    requestAnimationFrame(() => rowElement(tree.current, row.key)?.focus());
  };
  useEffect(() => {
    // What is selected on the canvas comes into view here.
    if (current) rowElement(tree.current, current.key)?.scrollIntoView?.({ block: "nearest" });
  }, [current]);
  const onKeyDown = useTreeKeys({
    rows,
    current,
    goTo,
    toggle: flip,
    configure,
    remove: deleteSelected,
    openMenu: (row) => {
      const box = rowElement(tree.current, row.key)?.getBoundingClientRect();
      menuOf(row, { x: (box?.left ?? 0) + 48, y: box?.bottom ?? 0 });
    },
  });
  return (
    <div className={styles.outline}>
      <h2 className={styles.title}>Outline</h2>
      {rows.length ? (
        <div
          ref={tree}
          role="tree"
          aria-label="Outline of the workflow"
          aria-multiselectable
          onKeyDown={onKeyDown}
          tabIndex={-1}
        >
          {rows.map((row) => {
            const node = row.kind === "node" ? workflow.nodes[row.id] : undefined;
            const props = {
              row,
              isSelected: isSelected(row, selection),
              isCurrent: row === current,
              onChoose: (extend: boolean) => goTo(row, extend),
              onToggle: () => flip(row),
              onConfigure: () => configure(row),
              onMenu: (place: { x: number; y: number }) => menuOf(row, place),
            };
            return node ? (
              <NodeRow key={row.key} node={node} {...props} />
            ) : (
              <OutlineRow key={row.key} {...props} />
            );
          })}
        </div>
      ) : (
        <EmptyHint icon={ListTree}>
          The nodes of the workflow are listed here in the order in which records flow. Press A on the canvas
          to add the first tool.
        </EmptyHint>
      )}
    </div>
  );
}

const rowElement = (tree: HTMLElement | null, key: string) =>
  tree?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);

/** The row that was gone to last while it is selected, else the first that is selected, else the first. */
function currentRow(rows: readonly Row[], at: string, selection: Selection): Row | undefined {
  const last = rows.find((row) => row.key === at);
  if (last && isSelected(last, selection)) return last;
  return rows.find((row) => isSelected(row, selection)) ?? last ?? rows[0];
}

function isSelected({ kind, id }: Row, { nodes, containers, connections }: Selection): boolean {
  return { node: nodes, container: containers, connection: connections }[kind].has(id);
}

function withToggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

function choose(row: Row, extend: boolean): void {
  select(extend ? toggled(selectionNow(), row.kind, row.id) : only(row.kind, row.id));
  const rect = rectOf(workflowNow(), row);
  if (rect) reveal(rect);
}

function configure(row: Row): void {
  if (row.kind === "node") {
    focusField(row.id, "");
    return;
  }
  select(only(row.kind, row.id));
  setFolded("settings", false);
  focusSettings();
}

function menuOf(row: Row, at: { x: number; y: number }): void {
  if (row.kind !== "connection") openMenu(menuSubject(row.kind, row.id), at);
  else {
    select(only("connection", row.id));
    openMenu({ kind: "connection", id: row.id }, at);
  }
}
