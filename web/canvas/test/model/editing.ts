/** Every command of the model, by number, on things chosen by number. */
import fc from "fast-check";

import { copy, duplicate, paste, read } from "@/model/clipboard";
import { addComment, setComment } from "@/model/commands/comments";
import {
  connect,
  disconnect,
  insertAfter,
  insertNode,
  moveConnection,
  reconnect,
  renameConnection,
} from "@/model/commands/connections";
import { group, putInto, setContainer, ungroup } from "@/model/commands/containers";
import {
  addNode,
  renameNode,
  setEnabled,
  setNote,
  setPinned,
  setSetting,
  setSettings,
} from "@/model/commands/nodes";
import { renameParameter, setMeta, setParameter } from "@/model/commands/parameters";
import { align, distribute, move, place, resize } from "@/model/commands/placing";
import { remove } from "@/model/commands/removal";
import { COLORS, EMPTY, type Workflow } from "@/model/document";
import { inputsOf, outputsOf } from "@/model/graph";
import { connectionKey, type Selection } from "@/model/selection";
import { sample, tools } from "./samples";

/** One command with arguments chosen by chance; `edit` says which and on what. */
export type Edit = { op: number; picks: number[]; x: number; y: number };

export const edit: fc.Arbitrary<Edit> = fc.record({
  op: fc.nat(),
  picks: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
  x: fc.integer({ min: -400, max: 400 }),
  y: fc.integer({ min: -400, max: 400 }),
});

type Command = (workflow: Workflow, chance: Chance) => Workflow;

/** Chooses among what there is. */
class Chance {
  constructor(
    private readonly workflow: Workflow,
    private readonly edit: Edit,
  ) {}

  of<Item>(items: readonly Item[], pick: number): Item | undefined {
    return items[(this.edit.picks[pick] ?? 0) % Math.max(1, items.length)];
  }
  get at() {
    return { x: this.edit.x, y: this.edit.y };
  }
  get odd() {
    return this.edit.op % 2 === 1;
  }
  node(pick = 0): string {
    return this.of(Object.keys(this.workflow.nodes), pick) ?? "nothing";
  }
  container(pick = 0): string {
    return this.of(Object.keys(this.workflow.containers), pick) ?? "nothing";
  }
  comment(pick = 0): string {
    return this.of(Object.keys(this.workflow.layout.comments), pick) ?? "nothing";
  }
  connection(pick = 0): string {
    const found = this.of(this.workflow.connections, pick);
    return found ? connectionKey(found) : "nothing.out>nothing.in";
  }
  tool(pick = 0) {
    const found = this.of([...tools.values()], pick);
    if (!found) throw new Error("there are no tools");
    return found;
  }
  output(pick: number): string {
    const node = this.node(pick);
    return `${node}.${this.of(outputsOf(this.workflow, node, tools), pick + 1)?.name ?? "out"}`;
  }
  input(pick: number): string {
    const node = this.node(pick);
    return `${node}.${this.of(inputsOf(this.workflow, node, tools), pick + 1)?.name ?? "in"}`;
  }
  get selection(): Selection {
    const chosen = (ids: readonly string[]) =>
      new Set(ids.filter((_, index) => ((this.edit.picks[index % 6] ?? 0) >> (index % 7)) % 3 === 0));
    const { nodes, containers, layout, connections } = this.workflow;
    return {
      nodes: chosen(Object.keys(nodes)),
      connections: chosen(connections.map(connectionKey).slice(0, 2)),
      containers: chosen(Object.keys(containers)),
      comments: chosen(Object.keys(layout.comments)),
    };
  }
}

const COMMANDS: readonly Command[] = [
  (w, c) => addNode(w, c.tool(), c.at).workflow,
  (w, c) => addNode(w, c.tool(), c.at).workflow,
  (w, c) => connect(w, c.output(0), c.input(2), tools),
  (w, c) => connect(w, c.output(0), c.input(2), tools),
  (w, c) => connect(w, c.output(1), c.input(3), tools),
  (w, c) => disconnect(w, [c.connection()]),
  (w, c) => reconnect(w, c.connection(), c.odd ? { from: c.output(1) } : { to: c.input(2) }, tools),
  (w, c) => insertNode(w, c.connection(), c.tool(1), c.at, tools).workflow,
  (w, c) =>
    insertAfter(w, c.node(), c.odd ? null : (c.output(0).split(".")[1] ?? null), c.tool(2), tools).workflow,
  (w, c) => renameConnection(w, c.connection(), c.of(["", "Paris", "#2", "3"], 1) ?? ""),
  (w, c) => moveConnection(w, c.connection(), c.odd ? 1 : -1),
  (w, c) => setSettings(w, c.node(), { path: String(c.at.x) }),
  (w, c) =>
    setSetting(
      w,
      c.node(),
      c.of(["path", "keys.0.column", "keys.1", "a.b"], 1) ?? "",
      c.odd ? c.at.x : undefined,
    ),
  (w, c) => renameNode(w, c.node(), c.odd ? "Title" : ""),
  (w, c) => setEnabled(w, c.selection.nodes, c.odd),
  (w, c) => setPinned(w, [c.node()], c.odd),
  (w, c) => setNote(w, c.node(), c.odd ? "note" : ""),
  (w, c) => remove(w, c.selection),
  (w, c) => move(w, c.selection, c.at),
  (w, c) => place(w, { [c.node()]: c.at, nothing: c.at }),
  (w, c) => resize(w, "container", c.container(), { ...c.at, width: 300, height: 200 }),
  (w, c) => resize(w, "comment", c.comment(), { ...c.at, width: 300, height: 200 }),
  (w, c) =>
    align(w, c.selection, c.of(["left", "right", "top", "bottom", "center", "middle"] as const, 0) ?? "left"),
  (w, c) => distribute(w, c.selection, c.odd ? "x" : "y"),
  (w, c) => group(w, c.selection, "Group").workflow,
  (w, c) => ungroup(w, c.container()),
  (w, c) =>
    setContainer(w, c.container(), { enabled: c.odd, collapsed: !c.odd, color: c.of(COLORS, 1) ?? "grey" }),
  (w, c) => putInto(w, c.selection, c.odd ? c.container(1) : null),
  (w, c) => addComment(w, c.at, "text").workflow,
  (w, c) => setComment(w, c.comment(), { text: String(c.at.y), color: "teal" }),
  (w, c) => setParameter(w, c.of(["epochs", "folder", "9"], 0) ?? "", c.odd ? { type: "integer" } : null),
  (w, c) => renameParameter(w, "epochs", c.of(["rounds", "folder"], 0) ?? ""),
  (w, c) => setMeta(w, { title: String(c.at.x) }),
  (w, c) => duplicate(w, c.selection).workflow,
  (w, c) => {
    const clip = read(copy(w, c.selection));
    return clip ? paste(w, clip, c.odd ? c.at : null).workflow : w;
  },
];

/** The workflow after one command. */
export function alter(workflow: Workflow, edit: Edit): Workflow {
  const command = COMMANDS[edit.op % COMMANDS.length];
  // Workflows that double with every paste teach nothing.
  if (!command || (Object.keys(workflow.nodes).length > 150 && edit.op % COMMANDS.length > 32))
    return workflow;
  return command(workflow, new Chance(workflow, edit));
}

/** What one gets after any edits of one of these. */
export const workflow: fc.Arbitrary<Workflow> = fc
  .tuple(
    fc.constantFrom(EMPTY, sample("tables/tables"), sample("characters/train")),
    fc.array(edit, { maxLength: 25 }),
  )
  .map(([start, edits]) => edits.reduce(alter, start));
