/** A connection that is being drawn: from which anchor it comes, and why it cannot go to others. */
import { create } from "zustand";
import { splitPlace } from "@/model/document";
import { refusal } from "@/model/fits";
import { toolsNow } from "@/state/catalog";
import { useValidation } from "@/state/validation";
import { workflowNow } from "@/state/workflow";

export interface Loose {
  place: string;
  side: "input" | "output";
}

export const useConnecting = create<{ from: Loose | null }>(() => ({ from: null }));

/** Why a connection between two anchors cannot be made, in the user's words; null where it can. */
export function refusalBetween(from: Loose, place: string, side: Loose["side"]): string | null {
  if (from.place === place && from.side === side) return null;
  if (from.side === side) return `Connections go from outputs to inputs; this is an ${side}`;
  if (splitPlace(from.place)[0] === splitPlace(place)[0]) return "A node cannot be connected with itself";
  const [output, input] = from.side === "output" ? [from.place, place] : [place, from.place];
  return refusal(workflowNow(), toolsNow(), output, input, useValidation.getState().validation.schemas);
}
