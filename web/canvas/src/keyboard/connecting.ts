/** Connecting by keyboard: first an anchor of the node, then one of another node; refused ones say why. */
import { refusalBetween } from "@/canvas/state/connecting";
import { connect } from "@/model/commands/connections";
import { splitPlace, type Workflow } from "@/model/document";
import { inputsOf, order, outputsOf } from "@/model/graph";
import { nodeLabel } from "@/model/labels";
import { toolsNow } from "@/state/catalog";
import { announce, notify } from "@/state/notices";
import { type AnchorRef, type Overlay, show } from "@/state/overlay";
import { edit, workflowNow } from "@/state/workflow";
import { thingNow } from "./thing";

export type Side = AnchorRef["side"];

export interface Choice {
  id: string;
  label: string;
  detail: string;
  /** Why it cannot be chosen; null where it can. */
  refused: string | null;
}

/** The node that a key is about. */
export function nodeHere(): string | null {
  const here = thingNow();
  return here?.kind === "node" ? here.id : null;
}

/** Connect an anchor of the node with another node; without outputs the node is fed. */
export function startConnecting(wanted: Side): void {
  const node = nodeHere();
  if (node === null) return;
  const has = anchorsOf(node, wanted).length > 0;
  const side = has ? wanted : otherSide(wanted);
  pickAnchor(node, side, (place) => show({ kind: "connect", from: { place, side } }));
}

/** Ask which anchor of a node is meant, where it has several. */
export function pickAnchor(node: string, side: Side, onChoose: (place: string) => void): void {
  const anchors = anchorsOf(node, side);
  const label = nodeLabel(workflowNow(), node, toolsNow());
  const [first] = anchors;
  if (!first) notify("info", `${label} has no ${side}s.`);
  else if (anchors.length === 1) onChoose(`${node}.${first.name}`);
  else show({ kind: "pick-anchor", node, side, onChoose });
}

export const anchorsOf = (node: string, side: Side) =>
  side === "input" ? inputsOf(workflowNow(), node, toolsNow()) : outputsOf(workflowNow(), node, toolsNow());

/** The anchors of a node, with what they are connected with. */
export function anchorChoices(node: string, side: Side): Choice[] {
  const workflow = workflowNow();
  return anchorsOf(node, side).map((anchor) => ({
    id: `${node}.${anchor.name}`,
    label: anchor.name,
    detail: connectedWords(workflow, `${node}.${anchor.name}`, side),
    refused: null,
  }));
}

/** All anchors that a loose end could go to, the free ones first, then the taken, then those that refuse it. */
export function goalChoices(from: AnchorRef): Choice[] {
  const workflow = workflowNow();
  const tools = toolsNow();
  const [own] = splitPlace(from.place);
  const side = otherSide(from.side);
  const choices = order(workflow)
    .filter((node) => node !== own)
    .flatMap((node) =>
      anchorsOf(node, side).map((anchor): Choice => {
        const place = `${node}.${anchor.name}`;
        return {
          id: place,
          label: `${nodeLabel(workflow, node, tools)}, ${anchor.name}`,
          detail: connectedWords(workflow, place, side),
          refused: refusalBetween(from, place, side),
        };
      }),
    );
  const rank = ({ refused, detail }: Choice) => (refused ? 2 : side === "input" && detail ? 1 : 0);
  return choices.sort((one, other) => rank(one) - rank(other));
}

export function connectTo(from: AnchorRef, place: string): void {
  const [output, input] = from.side === "output" ? [from.place, place] : [place, from.place];
  const words = `${spoken(output)} with ${spoken(input)}`;
  edit(`Connect ${words}`, (workflow) => connect(workflow, output, input, toolsNow()));
  announce(`Connected ${words}`);
}

/** What the list of goals is called. */
export const goalTitle = (from: AnchorRef): string =>
  from.side === "output" ? `Connect ${spoken(from.place)} with` : `Feed ${spoken(from.place)} from`;

export type ConnectOverlay = Extract<Overlay, { kind: "connect" | "pick-anchor" }>;

const otherSide = (side: Side): Side => (side === "input" ? "output" : "input");

/** `Directory, out`. */
function spoken(place: string): string {
  const [node, anchor] = splitPlace(place);
  return `${nodeLabel(workflowNow(), node, toolsNow())}, ${anchor}`;
}

function connectedWords(workflow: Workflow, place: string, side: Side): string {
  const [here, there] = side === "input" ? (["to", "from"] as const) : (["from", "to"] as const);
  const others = workflow.connections.filter((each) => each[here] === place);
  if (!others.length) return "";
  const names = others.map((each) => nodeLabel(workflow, splitPlace(each[there])[0], toolsNow()));
  return `${side === "input" ? "from" : "to"} ${names.join(", ")}`;
}
