/** Focus on the drawing: for panels that lead to a node, and for walking by keyboard. */
import { bounds } from "@/model/commands/containers";
import { TILE } from "@/model/document";
import { only } from "@/model/selection";
import { select, workflowNow } from "@/state/workflow";
import { drawnId, drawnKind, type Kind } from "./drawing/ids";
import { reveal } from "./state/view";

/** The element of a drawn thing; null where it is not on the screen. */
export const drawnElement = (kind: Kind, id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(drawnId(kind, id))}"]`);

/** Whether the focus is on the drawing, not in a text of it or beside it. */
export function isOnCanvas(): boolean {
  const { activeElement } = document;
  if (!activeElement || activeElement === document.body) return true;
  return activeElement.closest(".react-flow") !== null && !activeElement.matches("input, textarea, select");
}

/** The drawn thing that has the focus. */
export function focused(): { kind: Kind; id: string } | null {
  const drawn = document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  return drawn ? drawnKind(drawn) : null;
}

/** Select a node, bring it into view and give it the focus. */
export function focusNode(name: string): void {
  focusDrawn("node", name);
}

export function focusDrawn(kind: Kind, id: string): void {
  const workflow = workflowNow();
  const point = workflow.layout.nodes[id];
  const rect =
    kind === "container"
      ? bounds(workflow, id)
      : kind === "comment"
        ? workflow.layout.comments[id]
        : point && { ...point, width: TILE, height: TILE + 40 };
  if (!rect) return;
  select(only(kind, id));
  reveal(rect);
  // What was out of sight is drawn only once it has come into view.
  const take = (tries: number) => {
    const element = drawnElement(kind, id);
    if (element) element.focus({ preventScroll: true });
    else if (tries > 0) requestAnimationFrame(() => take(tries - 1));
  };
  take(30);
}
