/** Goes to what a message or a problem is about: the node, and the field of its settings. */
import { NOTHING, only } from "@/model/selection";
import { focusField } from "@/settings/focus";
import { select } from "@/state/workflow";

export function jumpTo(node: string | null | undefined, field: string | null | undefined): void {
  if (node && field) focusField(node, field);
  else select(node ? only("node", node) : NOTHING);
}
