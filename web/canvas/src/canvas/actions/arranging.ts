/** Order on the canvas: align, distribute, lay out. */
import { align, distribute } from "@/model/commands/placing";
import { size } from "@/model/selection";
import { announce } from "@/state/notices";
import { edit, selectionNow, workflowNow } from "@/state/workflow";
import { showAll } from "../state/view";

export type Edge = "left" | "right" | "top" | "bottom" | "center" | "middle";

const placed = (): number => {
  const { connections, ...rest } = selectionNow();
  return size({ ...rest, connections: new Set() });
};

export const canAlign = (): boolean => placed() > 1;
export const canDistribute = (): boolean => placed() > 2;

export const alignTo = (edge: Edge): void =>
  edit(`Align ${edge}`, (workflow) => align(workflow, selectionNow(), edge));

export const distributeOn = (axis: "x" | "y"): void =>
  edit(`Distribute ${axis === "x" ? "across" : "down"}`, (workflow) =>
    distribute(workflow, selectionNow(), axis),
  );

/** Lay out the whole workflow, from left to right; one step of undo. */
export async function layOut(): Promise<void> {
  const { laidOut } = await import("./layout");
  edit("Auto layout", () => laidOut(workflowNow()));
  announce("The workflow is laid out");
  requestAnimationFrame(() => showAll());
}
