/** Commands on nodes and their settings. Each gives the same object where nothing changes. */
import type { Point, Settings, Workflow, WorkflowNode } from "../document";
import { wholePoint } from "../geometry";
import { same, withAt } from "../json";
import { freshName, isName, slug, takenNames } from "../names";
import type { JsonValue, ToolEntry } from "../types";

/** A workflow with something new in it, and the name of that. */
export interface Added {
  readonly workflow: Workflow;
  readonly name: string;
}

/** A new node of a tool, its upper left corner at a point. The name is made of the label where none is wished. */
export function addNode(workflow: Workflow, tool: ToolEntry, at: Point, wished?: string): Added {
  const base = wished !== undefined && isName(wished) ? wished : slug(wished ?? tool.label);
  const name = freshName(base, takenNames(workflow));
  const node: WorkflowNode = {
    tool: tool.id,
    version: tool.version,
    title: "",
    enabled: true,
    pinned: false,
    settings: {},
  };
  return {
    name,
    workflow: {
      ...workflow,
      nodes: { ...workflow.nodes, [name]: node },
      layout: { ...workflow.layout, nodes: { ...workflow.layout.nodes, [name]: wholePoint(at) } },
    },
  };
}

/** All settings of a node at once. They are those of the tool's newest version only where the node's are. */
export function setSettings(workflow: Workflow, node: string, settings: Settings): Workflow {
  return changeNodes(workflow, [node], (before) =>
    same(before.settings, settings) ? before : { ...before, settings },
  );
}

/** One setting, by its dotted path, where numbers index lists: `keys.0.column`. `undefined` takes it away. */
export function setSetting(workflow: Workflow, node: string, path: string, value: JsonValue): Workflow {
  return changeNodes(workflow, [node], (before) => {
    const settings = withAt(before.settings, path.split("."), value) as Settings;
    return settings === before.settings ? before : { ...before, settings };
  });
}

/** The title that users read; the name stays. */
export function renameNode(workflow: Workflow, node: string, title: string): Workflow {
  return changeNodes(workflow, [node], (before) =>
    before.title === title.trim() ? before : { ...before, title: title.trim() },
  );
}

export function setEnabled(workflow: Workflow, nodes: Iterable<string>, enabled: boolean): Workflow {
  return changeNodes(workflow, nodes, (before) =>
    before.enabled === enabled ? before : { ...before, enabled },
  );
}

export function setPinned(workflow: Workflow, nodes: Iterable<string>, pinned: boolean): Workflow {
  return changeNodes(workflow, nodes, (before) =>
    before.pinned === pinned ? before : { ...before, pinned },
  );
}

/** The user's own text under a node; an empty one brings the automatic annotation back. */
export function setNote(workflow: Workflow, node: string, text: string): Workflow {
  const { [node]: before = "", ...others } = workflow.layout.notes;
  if (!workflow.nodes[node] || before === text) return workflow;
  const notes = text === "" ? others : { ...workflow.layout.notes, [node]: text };
  return { ...workflow, layout: { ...workflow.layout, notes } };
}

function changeNodes(
  workflow: Workflow,
  names: Iterable<string>,
  change: (node: WorkflowNode) => WorkflowNode,
): Workflow {
  const changed: Record<string, WorkflowNode> = {};
  for (const name of names) {
    const before = workflow.nodes[name];
    const after = before && change(before);
    if (after && after !== before) changed[name] = after;
  }
  if (Object.keys(changed).length === 0) return workflow;
  return { ...workflow, nodes: { ...workflow.nodes, ...changed } };
}
