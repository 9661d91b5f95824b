/** What a screen reader says of each node: its title, its tool, and where it is connected. */
import { splitPlace, type Workflow } from "@/model/document";
import type { ToolsById } from "@/model/graph";
import { nodeLabel } from "@/model/labels";

const known = new WeakMap<Workflow, { tools: ToolsById; words: ReadonlyMap<string, string> }>();

export function spokenNodes(workflow: Workflow, tools: ToolsById): ReadonlyMap<string, string> {
  const before = known.get(workflow);
  if (before?.tools === tools) return before.words;
  const from = new Map<string, string[]>();
  const to = new Map<string, string[]>();
  for (const connection of workflow.connections) {
    const [source] = splitPlace(connection.from);
    const [target] = splitPlace(connection.to);
    push(from, target, nodeLabel(workflow, source, tools));
    push(to, source, nodeLabel(workflow, target, tools));
  }
  const words = new Map<string, string>();
  for (const [name, node] of Object.entries(workflow.nodes)) {
    const label = nodeLabel(workflow, name, tools);
    const tool = tools.get(node.tool)?.label ?? `${node.tool}, a tool that is not installed`;
    words.set(
      name,
      [
        label,
        ...(tool === label ? [] : [tool]),
        ...(from.has(name) ? [`from ${from.get(name)?.join(", ")}`] : []),
        ...(to.has(name) ? [`to ${to.get(name)?.join(", ")}`] : []),
        ...(from.has(name) || to.has(name) ? [] : ["not connected"]),
      ].join(", "),
    );
  }
  known.set(workflow, { tools, words });
  return words;
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
