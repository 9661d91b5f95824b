/** The canvas by keyboard: walking, selecting, moving, adding, connecting. */
import { lookAtConnection } from "@/canvas/looking";
import type { Point } from "@/model/document";
import { connectionKey, NOTHING } from "@/model/selection";
import { focusRecords } from "@/results/focus";
import { focusField } from "@/settings/focus";
import { setFolded } from "@/state/desk";
import { look } from "@/state/looking";
import { announce } from "@/state/notices";
import { select, selectionNow, workflowNow } from "@/state/workflow";
import type { Action } from "@/ui/action";
import { askAfter, askForTool, canAdd } from "./adding";
import { nodeHere, startConnecting } from "./connecting";
import { focusCanvas, goTo, isIn, lastThing, selectHere } from "./cursor";
import { moveSelected } from "./moving";
import { canResize, resizeHere } from "./resizing";
import { focusSettings } from "./settings";
import { soleThing, type Thing, thingNow } from "./thing";
import { type Direction, walk, walkConnections, walkToEnd } from "./walking";

const KEYS: Readonly<Record<Direction, string>> = {
  left: "ArrowLeft",
  right: "ArrowRight",
  up: "ArrowUp",
  down: "ArrowDown",
};
const WAYS: Readonly<Record<Direction, [way: string, nothing: string]>> = {
  left: ["what feeds it", "Nothing feeds it"],
  right: ["what it feeds", "It feeds nothing"],
  up: ["the one above", "Nothing above"],
  down: ["the one below", "Nothing below"],
};
const SIZES: readonly [keys: string, words: string, by: Point][] = [
  ["W", "wider", { x: 1, y: 0 }],
  ["Shift+W", "narrower", { x: -1, y: 0 }],
  ["H", "higher", { x: 0, y: 1 }],
  ["Shift+H", "lower", { x: 0, y: -1 }],
];
const DIRECTIONS = Object.keys(KEYS) as Direction[];

const hasThing = (): boolean => thingNow() !== null;
const hasRecords = (): boolean => ["node", "connection"].includes(thingNow()?.kind ?? "");
const hasNode = (): boolean => nodeHere() !== null;
const hasNodes = (): boolean => Object.keys(workflowNow().nodes).length > 0;

function step(direction: Direction, extend: boolean): void {
  const here = thingNow();
  const next = here ? walk(workflowNow(), here, direction) : walkToEnd(workflowNow(), "first");
  if (!next) announce(WAYS[direction][1]);
  else {
    if (extend) selectHere();
    goTo(next, { extend });
  }
}

function goToEnd(end: "first" | "last"): void {
  const thing = walkToEnd(workflowNow(), end);
  if (thing) goTo(thing);
}

/** The node whose connections are gone through. */
let around: string | null = null;

function stepConnection(by: 1 | -1): void {
  // From afar connections are not drawn one by one: then the selection tells which is meant.
  const chosen = soleThing(selectionNow());
  const here = chosen?.kind === "connection" ? chosen : thingNow();
  if (here?.kind === "node") around = here.id;
  const key = here?.kind === "connection" ? here.id : null;
  const node = around ?? (key && workflowNow().connections.find((each) => connectionKey(each) === key)?.from);
  const next = node ? walkConnections(workflowNow(), node.split(".")[0] ?? node, key, by) : null;
  if (next) goTo(next);
  else announce("It has no connections");
}

/** Show the records of what has the focus, and go to them. */
function lookHere(): void {
  const here = thingNow();
  const connection = workflowNow().connections.find((each) => connectionKey(each) === here?.id);
  if (here?.kind === "node") look({ node: here.id, anchor: null, side: "output" }, "records");
  else if (connection) lookAtConnection(connection);
  focusRecords();
}

function configure(): void {
  const here: Thing | null = thingNow() ?? lastThing();
  setFolded("settings", false);
  if (here?.kind === "node") focusField(here.id, "");
  else {
    selectHere();
    focusSettings();
  }
}

function toggleHere(): void {
  const here = thingNow();
  if (!here) return;
  if (isIn(here)) select(NOTHING);
  else selectHere();
}

const CANVAS: readonly Omit<Action, "group">[] = [
  ...DIRECTIONS.map((direction) => ({
    id: `walk-${direction}`,
    label: `Go to ${WAYS[direction][0]}`,
    keys: [KEYS[direction]],
    run: () => step(direction, false),
    enabled: hasNodes,
  })),
  { id: "walk-first", label: "Go to the first node", keys: ["Home"], run: () => goToEnd("first") },
  { id: "walk-last", label: "Go to the last node", keys: ["End"], run: () => goToEnd("last") },
  {
    id: "next-connection",
    label: "Go to the next connection of the node",
    keys: ["."],
    run: () => stepConnection(1),
    enabled: hasThing,
  },
  {
    id: "previous-connection",
    label: "Go to the connection before",
    keys: [","],
    run: () => stepConnection(-1),
    enabled: hasThing,
  },
  ...DIRECTIONS.map((direction) => ({
    id: `extend-${direction}`,
    label: `Select ${WAYS[direction][0]} too`,
    keys: [`Shift+${KEYS[direction]}`],
    run: () => step(direction, true),
    enabled: hasThing,
  })),
  { id: "select-here", label: "Select or deselect it", keys: ["S"], run: toggleHere },
  { id: "deselect", label: "Select nothing", keys: ["Escape"], run: () => select(NOTHING) },
  {
    id: "configure",
    label: "Go to the settings of the node",
    keys: ["Enter"],
    run: configure,
    enabled: hasThing,
  },
  { id: "look-here", label: "Go to its records", keys: ["L"], run: lookHere, enabled: hasRecords },
];

const EDIT: readonly Omit<Action, "group">[] = [
  { id: "add-tool", label: "Add a tool", keys: ["A"], run: askForTool, enabled: canAdd },
  { id: "insert-after", label: "Insert a tool after it", keys: ["I"], run: askAfter, enabled: hasThing },
  {
    id: "connect",
    label: "Connect the node with another",
    keys: ["C"],
    run: () => startConnecting("output"),
    enabled: hasNode,
  },
  {
    id: "feed",
    label: "Feed the node from another",
    keys: ["Shift+C"],
    run: () => startConnecting("input"),
    enabled: hasNode,
  },
  ...DIRECTIONS.map((direction) => ({
    id: `move-${direction}`,
    label: `Move ${direction}`,
    keys: [`Ctrl+${KEYS[direction]}`, `Alt+${KEYS[direction]}`],
    run: () => moveSelected(direction, 1),
    enabled: hasThing,
  })),
  ...DIRECTIONS.map((direction) => ({
    id: `move-far-${direction}`,
    label: `Move far ${direction}`,
    keys: [`Shift+Alt+${KEYS[direction]}`],
    run: () => moveSelected(direction, 4),
    enabled: hasThing,
  })),
  ...SIZES.map(([keys, words, by]) => ({
    id: `resize-${words}`,
    label: `Make the comment or container ${words}`,
    keys: [keys],
    run: () => resizeHere(by),
    enabled: canResize,
  })),
];

/** From a panel back to the canvas; the formula editor has its own use for Escape. */
const canGoBack = (): boolean => {
  const { activeElement } = document;
  const region = activeElement?.closest<HTMLElement>("[data-region]")?.dataset.region;
  return region !== undefined && region !== "canvas" && !activeElement?.closest(".cm-editor");
};

export const KEYBOARD_ACTIONS: readonly Action[] = [
  ...EDIT.map((each) => ({ ...each, group: "Edit" as const, onCanvas: true })),
  ...CANVAS.map((each) => ({ ...each, group: "Canvas" as const, onCanvas: true })),
  {
    id: "to-canvas",
    label: "Go back to the canvas",
    group: "Canvas",
    keys: ["Escape"],
    everywhere: true,
    enabled: canGoBack,
    run: focusCanvas,
  },
];
