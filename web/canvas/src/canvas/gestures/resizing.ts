/** Resizing a container or a comment: one edit at its end. */
import { resize } from "@/model/commands/placing";
import type { Rect } from "@/model/document";
import { edit } from "@/state/workflow";
import { movePlaces, settlePlaces } from "../state/moving";

/** They get no smaller by pointer or by keys. */
export const SMALLEST = {
  comment: { width: 80, height: 40 },
  container: { width: 160, height: 96 },
} as const;

export function resizeStep(drawn: string, { x, y, width, height }: Rect): void {
  movePlaces([[drawn, { x, y, width, height }]]);
}

export function endResize(kind: "container" | "comment", id: string, { x, y, width, height }: Rect): void {
  const rect = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
  edit(`Resize the ${kind}`, (workflow) => resize(workflow, kind, id, rect));
  settlePlaces();
}
