/** Making a comment or a container larger and smaller by the grid; its upper left corner stays. */
import { SMALLEST } from "@/canvas/gestures/resizing";
import { reveal } from "@/canvas/state/view";
import { resize } from "@/model/commands/placing";
import { GRID, type Point } from "@/model/document";
import { announce } from "@/state/notices";
import { edit, workflowNow } from "@/state/workflow";
import { type Thing, thingNow } from "./thing";
import { rectOf } from "./walking";

interface Frame extends Thing {
  kind: keyof typeof SMALLEST;
}

/** The comment or the container that a key is about; a folded container has the size of a tile. */
function frameHere(): Frame | null {
  const here = thingNow();
  if (here?.kind !== "comment" && here?.kind !== "container") return null;
  const isFolded = here.kind === "container" && workflowNow().layout.containers[here.id]?.collapsed;
  return isFolded ? null : (here as Frame);
}

export const canResize = (): boolean => frameHere() !== null;

/** Steps that follow each other are one step of undo. */
export function resizeHere(by: Point): void {
  const here = frameHere();
  const rect = here && rectOf(workflowNow(), here);
  if (!here || !rect) return;
  const { kind, id } = here;
  const size = {
    width: Math.max(SMALLEST[kind].width, rect.width + by.x * GRID),
    height: Math.max(SMALLEST[kind].height, rect.height + by.y * GRID),
  };
  const resized = { ...rect, ...size };
  edit(`Resize the ${kind}`, (workflow) => resize(workflow, kind, id, resized), {
    gesture: `resize by keys ${kind} ${id}`,
  });
  reveal(resized);
  announce(`${size.width} wide, ${size.height} high`);
}
