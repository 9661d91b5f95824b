/** What a problem is about, in the words of the screen. */
import type { Workflow } from "@/model/document";
import { type ToolsById, toolOf } from "@/model/graph";
import { nodeLabel } from "@/model/labels";
import type { ProblemAt, ToolEntry } from "@/model/types";
import { type Definitions, fieldsOf, type Schema, type SettingField, variantsOf } from "./schema/schema";
import { asList, asValues, fieldPath, parameterIn } from "./schema/values";

/** `Image Recognition · Epochs`; empty where it is about the workflow as a whole. */
export function faultOf(workflow: Workflow, { node, field }: ProblemAt, tools: ToolsById): string {
  if (!node) return "";
  const tool = toolOf(workflow, node, tools);
  const path = field ? fieldPath(field, workflow.nodes[node]?.settings ?? {}) : "";
  const setting = tool && path ? titleOf(tool, path) : "";
  const label = nodeLabel(workflow, node, tools);
  return setting ? `${label} · ${setting}` : label;
}

/** The title of a setting: `Epochs`, or `Actions 2 · Column` within a list; empty for one that is not known. */
export function titleOf(tool: ToolEntry, path: string): string {
  const definitions = (tool.settings.$defs ?? {}) as Definitions;
  const titles: string[] = [];
  let schema: Schema | undefined = tool.settings as Schema;
  for (const part of path.split(".")) {
    if (/^\d+$/.test(part) && schema?.items) {
      titles.push(`${titles.pop()} ${Number(part) + 1}`);
      schema = schema.items;
      continue;
    }
    const field: SettingField | undefined = schema && fieldIn(schema, part, definitions);
    if (!field) break;
    titles.push(field.title);
    schema = field.schema;
  }
  return titles.join(" · ");
}

function fieldIn(schema: Schema, name: string, definitions: Definitions): SettingField | undefined {
  return variantsOf(schema, definitions)
    .flatMap((variant) => fieldsOf(variant.schema, definitions))
    .find((field) => field.name === name);
}

/** The problems of a parameter: its own, and those of settings that it is the value of. */
export function faultsOfParameter(
  workflow: Workflow,
  problems: readonly ProblemAt[],
  name: string,
): ProblemAt[] {
  return problems.filter(({ node, field }) => {
    if (!field) return false;
    if (!node) return `${field}.`.startsWith(`parameters.${name}.`);
    const settings = workflow.nodes[node]?.settings ?? {};
    return parameterIn(valueAt(settings, fieldPath(field, settings))) === name;
  });
}

function valueAt(settings: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce(
      (value: unknown, part) => (Array.isArray(value) ? asList(value)[Number(part)] : asValues(value)[part]),
      settings,
    );
}
