/** What users call things. */
import type { Workflow } from "./document";
import type { ToolsById } from "./graph";

/** The node's own title, else its tool's label. */
export function nodeLabel(workflow: Workflow, node: string, tools: ToolsById): string {
  return workflow.nodes[node]?.title || toolLabel(workflow, node, tools);
}

/** The label of a node's tool; its id where the tool is not there. */
export function toolLabel(workflow: Workflow, node: string, tools: ToolsById): string {
  const id = workflow.nodes[node]?.tool;
  return id === undefined ? node : (tools.get(id)?.label ?? id);
}

export function containerLabel(workflow: Workflow, container: string): string {
  return workflow.containers[container]?.title || "Container";
}
