/** Going to a setting from elsewhere: from a list of problems, from a badge on a node. */
import { create } from "zustand";
import { NOTHING, only } from "@/model/selection";
import { setFolded } from "@/state/desk";
import { select, workflowNow } from "@/state/workflow";
import { fieldPath } from "./schema/values";

export interface Wanted {
  node: string;
  /** The dotted path of the setting; empty for the panel itself. */
  path: string;
}

/** The setting that is to get the focus as soon as it is on the screen. */
export const useWanted = create<{ wanted: Wanted | null }>(() => ({ wanted: null }));

/** Select the node, open the panel, and put the focus on the setting. */
export function focusField(node: string, path: string | null | undefined): void {
  select(only("node", node));
  setFolded("settings", false);
  // The server names the kind of a step in the path, which is no part of the form.
  const settings = workflowNow().nodes[node]?.settings ?? {};
  useWanted.setState({ wanted: { node, path: path ? fieldPath(path, settings) : "" } });
}

/** What the server calls the field of a parameter. */
export const parameterPath = (name: string): string => `parameters.${name}`;

/** Show the workflow as a whole, and put the focus on a parameter of it. */
export function focusParameter(name: string): void {
  select(NOTHING);
  setFolded("settings", false);
  useWanted.setState({ wanted: { node: "", path: parameterPath(name) } });
}

/** Whether a folded part must open, as the wanted setting is in it. */
export function useHolds(node: string, paths: readonly string[]): boolean {
  return useWanted(
    ({ wanted }) =>
      wanted?.node === node &&
      paths.some((path) => wanted.path === path || wanted.path.startsWith(`${path}.`)),
  );
}

const FOCUSABLE = "input, select, textarea, [contenteditable=true], [role=switch], [data-add]";

/** Put the focus on the field of a path, else on the nearest that holds it; `exact` takes no other. */
export function focusWithin(panel: HTMLElement, path: string, exact = false): boolean {
  for (let part = path; part; part = exact ? "" : part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
    const field = panel.querySelector<HTMLElement>(`[data-field="${CSS.escape(part)}"]`);
    const target = field?.querySelector<HTMLElement>(FOCUSABLE);
    if (field && target) {
      field.scrollIntoView?.({ block: "nearest" });
      target.focus();
      return true;
    }
  }
  return false;
}
