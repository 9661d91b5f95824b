/** What can have the focus on the canvas, and where it is. */
import { type Kind as Drawn, drawnId } from "@/canvas/drawing/ids";
import { focused } from "@/canvas/focus";
import type { Kind, Selection } from "@/model/selection";
import { selectionNow } from "@/state/workflow";

export interface Thing {
  readonly kind: Kind;
  readonly id: string;
}

/** The element of a thing; null where it is not on the screen. */
export function elementOf({ kind, id }: Thing): HTMLElement | SVGElement | null {
  const part = kind === "connection" ? "edge" : "node";
  const drawn = kind === "connection" ? id : drawnId(kind as Drawn, id);
  return document.querySelector<HTMLElement | SVGElement>(
    `.react-flow__${part}[data-id="${CSS.escape(drawn)}"]`,
  );
}

/** What has the focus on the canvas, else the one thing that is selected. */
export function thingNow(): Thing | null {
  const edge = document.activeElement?.closest<SVGElement>(".react-flow__edge")?.dataset.id;
  if (edge) return { kind: "connection", id: edge };
  return focused() ?? soleThing(selectionNow());
}

/** The one thing of a selection; connections between selected nodes do not count. */
export function soleThing({ nodes, containers, comments, connections }: Selection): Thing | null {
  const things: Thing[] = [
    ...[...nodes].map((id) => ({ kind: "node" as const, id })),
    ...[...containers].map((id) => ({ kind: "container" as const, id })),
    ...[...comments].map((id) => ({ kind: "comment" as const, id })),
  ];
  const [first, second] = things.length
    ? things
    : [...connections].map((id) => ({ kind: "connection" as const, id }));
  return first && !second ? first : null;
}

export const isSame = (one: Thing | null, other: Thing | null): boolean =>
  one?.kind === other?.kind && one?.id === other?.id;
