/** Asking for a tool by keyboard: alone, behind a node, or into a connection. */
import { middleOfView, onScreen } from "@/canvas/state/view";
import { type Point, TILE } from "@/model/document";
import { freePlace, STEP } from "@/model/geometry";
import { outputsOf } from "@/model/graph";
import { toolsNow } from "@/state/catalog";
import { show } from "@/state/overlay";
import { useWorkflow, workflowNow } from "@/state/workflow";
import { pickAnchor } from "./connecting";
import { thingNow } from "./thing";
import { rectOf } from "./walking";

export const canAdd = (): boolean => useWorkflow.getState().path !== "";

/** A tool at the right of what has the focus, connected with it where it fits, else in the middle of the view. */
export function askForTool(): void {
  const workflow = workflowNow();
  const here = thingNow();
  if (here?.kind === "connection") {
    askInto(here.id);
    return;
  }
  const rect = here && rectOf(workflow, here);
  const middle = middleOfView();
  const wish = rect ? { x: rect.x + STEP.x, y: rect.y } : { x: middle.x - TILE / 2, y: middle.y - TILE / 2 };
  const corner = freePlace(wish, Object.values(workflow.layout.nodes));
  const at = { x: corner.x + TILE / 2, y: corner.y + TILE / 2 };
  const output = here?.kind === "node" ? outputsOf(workflow, here.id, toolsNow())[0] : undefined;
  show({
    kind: "quick-add",
    at,
    screen: onScreen(at),
    ...(here && output ? { beside: `${here.id}.${output.name}` } : {}),
  });
}

/** A tool that goes behind a node; what hung there goes through it. On a connection: into it. */
export function askAfter(): void {
  const here = thingNow();
  if (here?.kind === "connection") askInto(here.id);
  if (here?.kind !== "node") return;
  pickAnchor(here.id, "output", (place) => {
    const at = besides(here.id);
    show({
      kind: "quick-add",
      at,
      screen: onScreen(at),
      from: { place, side: "output" },
      through: true,
    });
  });
}

function askInto(connection: string): void {
  const rect = rectOf(workflowNow(), { kind: "connection", id: connection });
  const at = rect ? { x: rect.x + TILE / 2, y: rect.y + TILE / 2 } : middleOfView();
  show({ kind: "quick-add", at, screen: onScreen(at), connection });
}

function besides(node: string): Point {
  const rect = rectOf(workflowNow(), { kind: "node", id: node });
  return rect ? { x: rect.x + STEP.x, y: rect.y } : middleOfView();
}
