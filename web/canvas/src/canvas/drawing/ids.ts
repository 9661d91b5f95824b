/** Names of what React Flow draws: nodes keep their own, frames and comments have a prefix that no node can have. */
import { type Kind as AnyKind, NOTHING, type Selection } from "@/model/selection";

export type Kind = Exclude<AnyKind, "connection">;

const PREFIX: Record<Kind, string> = { node: "", container: "container/", comment: "comment/" };

export const drawnId = (kind: Kind, id: string): string => PREFIX[kind] + id;

/** What a drawn thing is. */
export function drawnKind(drawn: string): { kind: Kind; id: string } {
  for (const kind of ["container", "comment"] as const)
    if (drawn.startsWith(PREFIX[kind])) return { kind, id: drawn.slice(PREFIX[kind].length) };
  return { kind: "node", id: drawn };
}

/** A selection of exactly these drawn things. */
export function selectionOf(drawn: Iterable<string>): Selection {
  const nodes = new Set<string>();
  const containers = new Set<string>();
  const comments = new Set<string>();
  const sets = { node: nodes, container: containers, comment: comments };
  for (const each of drawn) {
    const { kind, id } = drawnKind(each);
    sets[kind].add(id);
  }
  return { ...NOTHING, nodes, containers, comments };
}
