/** What has learned around an anchor: the node that trained, its validation input, its model. */
import { splitPlace, type Workflow } from "@/model/document";
import { inputsOf, outputsOf, sourceOf, type ToolsById } from "@/model/graph";

/** The node that trained: the one that is looked at, else the one whose output is, else the one at work. */
export function trainingNode(
  node: string,
  place: string | null,
  hasCurves: (node: string) => boolean,
  others: Iterable<string>,
): string | null {
  const source = place ? splitPlace(place)[0] : null;
  if (hasCurves(node)) return node;
  if (source !== null && hasCurves(source)) return source;
  for (const other of others) if (hasCurves(other)) return other;
  return null;
}

/** The first node of a workflow that makes a model, such as Image Recognition; null for none. */
export function learnerOf(workflow: Workflow, tools: ToolsById): string | null {
  return Object.keys(workflow.nodes).find((node) => makesModel(workflow, node, tools)) ?? null;
}

/** Whether a model comes out of a node. */
export const makesModel = (workflow: Workflow, node: string, tools: ToolsById): boolean =>
  outputsOf(workflow, node, tools).some((each) => each.kind === "model");

export interface Validated {
  /** The input of the validation pictures. */
  input: string | null;
  /** The output that they came from. */
  place: string | null;
  /** Their column, as set; empty where it is not. */
  column: string;
}

/** Where the validation pictures of a node are. */
export function learned(workflow: Workflow, node: string, tools: ToolsById): Validated {
  const inputs = inputsOf(workflow, node, tools);
  const input = inputs.find((each) => each.letter === "V" || each.name === "validation")?.name ?? null;
  const column = workflow.nodes[node]?.settings.validation_image;
  return {
    input,
    place: input && sourceOf(workflow, node, input),
    column: typeof column === "string" ? column : "",
  };
}

/** Where a model is: on the anchor itself, else on the node's own anchor for models. */
export function modelPlace(
  workflow: Workflow,
  node: string,
  place: string | null,
  tools: ToolsById,
  isModel: (place: string) => boolean,
): string | null {
  if (place && (isModelAnchor(workflow, place, tools) || isModel(place))) return place;
  const own = outputsOf(workflow, node, tools).find((each) => each.kind === "model");
  return own ? `${node}.${own.name}` : null;
}

function isModelAnchor(workflow: Workflow, place: string, tools: ToolsById): boolean {
  const [node, anchor] = splitPlace(place);
  return outputsOf(workflow, node, tools).some((each) => each.name === anchor && each.kind === "model");
}
