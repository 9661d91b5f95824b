/** Commands on the workflow itself: its parameters, its title and description. */
import { mapValues, type Settings, type Workflow } from "../document";
import { isObject, same } from "../json";
import { isName } from "../names";
import type { JsonValue, Parameter } from "../types";

/** A use of a parameter, or a `$${`, which stands for a plain `${`. */
const USE = /\$\$\{|\$\{([^{}]*)\}/g;

/** Adds or changes a parameter; null takes it away. Settings that use it are left as they are. */
export function setParameter(workflow: Workflow, name: string, parameter: Parameter | null): Workflow {
  const { [name]: before, ...others } = workflow.parameters;
  if (parameter === null) return before === undefined ? workflow : { ...workflow, parameters: others };
  if (!isName(name) || (before !== undefined && same(before, parameter))) return workflow;
  return { ...workflow, parameters: { ...workflow.parameters, [name]: parameter } };
}

/** Renames a parameter here and in every setting that uses it. A name that is taken or is none changes nothing. */
export function renameParameter(workflow: Workflow, from: string, to: string): Workflow {
  if (!Object.hasOwn(workflow.parameters, from) || Object.hasOwn(workflow.parameters, to) || !isName(to))
    return workflow;
  const entries = Object.entries(workflow.parameters).map(([name, each]) => [
    name === from ? to : name,
    each,
  ]);
  const nodes = mapValues(workflow.nodes, (node) => {
    const settings = renamedUses(node.settings, from, to) as Settings;
    return settings === node.settings ? node : { ...node, settings };
  });
  return { ...workflow, parameters: Object.fromEntries(entries), nodes };
}

function renamedUses(value: JsonValue, from: string, to: string): JsonValue {
  if (typeof value === "string")
    return value.replace(USE, (use, name: string | undefined) => (name === from ? `\${${to}}` : use));
  if (Array.isArray(value)) {
    const items = value.map((item) => renamedUses(item, from, to));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value)) return value;
  const changed = mapValues(value, (item) => renamedUses(item, from, to));
  return Object.keys(value).some((key) => changed[key] !== value[key]) ? changed : value;
}

/** The parameters that settings use. */
export function usedParameters(value: JsonValue): Set<string> {
  if (typeof value === "string") return new Set([...value.matchAll(USE)].flatMap((use) => use[1] ?? []));
  const parts = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return new Set(parts.flatMap((part) => [...usedParameters(part)]));
}

export function setMeta(
  workflow: Workflow,
  change: { readonly title?: string; readonly description?: string },
): Workflow {
  const { title = workflow.title, description = workflow.description } = change;
  if (title === workflow.title && description === workflow.description) return workflow;
  return { ...workflow, title, description };
}
