/** Selecting by pointer: clicks, Shift adds, a box selects what it touches. */
import type { EdgeChange, NodeChange, OnNodesChange } from "@xyflow/react";
import { type MouseEvent, type PointerEvent, useCallback, useMemo, useRef } from "react";
import { membersOf } from "@/model/commands/containers";
import { NOTHING, only, type Selection, toggle } from "@/model/selection";
import { select, selectionNow, workflowNow } from "@/state/workflow";
import type { ConnectionEdge } from "../drawing/connections";
import { drawnKind } from "../drawing/ids";
import type { DrawnNode } from "../useDrawing";

export function useSelecting(onMoves: OnNodesChange<DrawnNode>) {
  /** What was selected before a box that adds to it. */
  const base = useRef<Selection | null>(null);
  const boxing = useRef(false);

  const onNodesChange = useCallback(
    (changes: NodeChange<DrawnNode>[]) => {
      onMoves(changes);
      const chosen = changes.filter((change) => change.type === "select");
      if (!chosen.length) return;
      const now = selectionNow();
      const next = {
        node: new Set(now.nodes),
        container: new Set(now.containers),
        comment: new Set(now.comments),
      };
      for (const change of chosen) {
        const { kind, id } = drawnKind(change.id);
        if (change.selected) next[kind].add(id);
        else next[kind].delete(id);
      }
      const merged = { ...now, nodes: next.node, containers: next.container, comments: next.comment };
      select(base.current ? union(base.current, merged) : merged);
    },
    [onMoves],
  );

  const onEdgesChange = useCallback((changes: EdgeChange<ConnectionEdge>[]) => {
    const now = selectionNow();
    const connections = new Set(now.connections);
    for (const change of changes) {
      if (change.type !== "select") continue;
      // A box is about nodes: connections between them are not what was meant.
      if (change.selected && !boxing.current) connections.add(change.id);
      else connections.delete(change.id);
    }
    const next = { ...now, connections };
    select(base.current ? union(base.current, next) : next);
  }, []);

  const handlers = useMemo(
    () => ({
      onPointerDownCapture: (event: PointerEvent) => {
        const onPane = (event.target as Element).classList.contains("react-flow__pane");
        base.current = onPane && event.shiftKey ? selectionNow() : null;
      },
      onClickCapture: () => {
        base.current = null;
      },
      onSelectionStart: () => {
        boxing.current = true;
      },
      onSelectionEnd: () => {
        boxing.current = false;
        base.current = null;
        select(withWholeContainers(selectionNow()));
      },
      onNodeClick: (event: MouseEvent, drawn: DrawnNode) => {
        const { kind, id } = drawnKind(drawn.id);
        const isAdding = event.shiftKey || event.ctrlKey || event.metaKey;
        // React Flow leaves one of several as it is; a plain click means this one alone.
        if (!isAdding) select(only(kind, id));
        else if (kind === "container" && drawn.type !== "folded") select(toggle(selectionNow(), kind, id));
      },
    }),
    [],
  );
  return { onNodesChange, onEdgesChange, ...handlers };
}

const both = (one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> =>
  new Set([...one, ...other]);

function union(one: Selection, other: Selection): Selection {
  return {
    nodes: both(one.nodes, other.nodes),
    connections: both(one.connections, other.connections),
    containers: both(one.containers, other.containers),
    comments: both(one.comments, other.comments),
  };
}

/** A box around everything that is in a container means the container too. */
export function withWholeContainers(selection: Selection): Selection {
  const workflow = workflowNow();
  const whole = Object.keys(workflow.containers).filter((id) => {
    const { nodes } = membersOf(workflow, id);
    const members = [...nodes];
    return members.length > 1 && members.every((node) => selection.nodes.has(node));
  });
  if (!whole.length) return selection;
  return { ...NOTHING, ...selection, containers: both(selection.containers, new Set(whole)) };
}
