/** Values of parameters: as their type wants them, and without what is not said. */
import { usedParameters } from "@/model/commands/parameters";
import type { Workflow } from "@/model/document";
import type { Parameter } from "@/model/types";

/** The default as the type wants it; what is no number counts as none. */
export function converted(value: unknown, type: Parameter["type"]): unknown {
  if (type === "boolean") return value === true || value === "true";
  if (type === "number" || type === "integer") {
    const found = Number(String(value ?? "").replace(",", "."));
    if (value === "" || value === undefined || value === null || !Number.isFinite(found)) return undefined;
    return type === "integer" ? Math.round(found) : found;
  }
  return value === undefined || value === null ? undefined : String(value);
}

/** Without what is not said. */
export function cleaned(parameter: Parameter): Parameter {
  return Object.fromEntries(
    Object.entries(parameter).filter(
      ([key, value]) => value !== undefined && !(key === "description" && value === ""),
    ),
  );
}

/** How many nodes have a setting that uses it. */
export function usersOf(workflow: Workflow, name: string): number {
  return Object.values(workflow.nodes).filter((node) => usedParameters(node.settings).has(name)).length;
}
