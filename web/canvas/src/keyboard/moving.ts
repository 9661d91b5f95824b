/** Moving what is selected by the grid. */
import { reveal } from "@/canvas/state/view";
import { move } from "@/model/commands/placing";
import { GRID, type Point } from "@/model/document";
import { announce } from "@/state/notices";
import { edit, selectionNow, workflowNow } from "@/state/workflow";
import { selectHere } from "./cursor";
import { thingNow } from "./thing";
import { type Direction, rectOf } from "./walking";

const STEPS: Readonly<Record<Direction, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** Steps that follow each other are one step of undo. */
export function moveSelected(direction: Direction, grids: number): void {
  selectHere();
  const selection = selectionNow();
  const { x, y } = STEPS[direction];
  const by = { x: x * GRID * grids, y: y * GRID * grids };
  const names = [...selection.nodes, ...selection.containers, ...selection.comments].join(" ");
  if (!names) return;
  edit("Move by keys", (workflow) => move(workflow, selection, by), { gesture: `move by keys ${names}` });
  const here = thingNow();
  const rect = here && rectOf(workflowNow(), here);
  if (rect) {
    reveal(rect);
    announce(`Moved ${direction} to ${rect.x}, ${rect.y}`);
  }
}
