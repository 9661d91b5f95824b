/** The menu by keyboard: of what has the focus, else of what is selected, else of the canvas. */
import { soleNode } from "@/model/selection";
import { selectionNow } from "@/state/workflow";
import { drawnElement, focused } from "../focus";
import { menuSubject } from "../gestures/usePointing";
import { openMenu } from "../state/menu";
import { middleOfView, onScreen } from "../state/view";

export function openMenuHere(): void {
  const selection = selectionNow();
  const node = soleNode(selection);
  const here = focused() ?? (node === null ? null : { kind: "node" as const, id: node });
  const [connection] = selection.connections;
  if (here) {
    const box = drawnElement(here.kind, here.id)?.getBoundingClientRect();
    openMenu(menuSubject(here.kind, here.id), box ? { x: box.left + 24, y: box.top + 24 } : middle());
  } else if (connection !== undefined) openMenu({ kind: "connection", id: connection }, middle());
  else openMenu({ kind: "canvas", at: middleOfView() }, middle());
}

const middle = () => onScreen(middleOfView());
