/** The document as the canvas holds it: every part is there, and layout has a shape. Immutable. */
import type { Connection, Container, Document, JsonValue, Node, Parameter } from "./types";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export type Settings = Readonly<Record<string, JsonValue>>;

export interface WorkflowNode extends Node {
  readonly tool: string;
  readonly version: number;
  readonly title: string;
  readonly enabled: boolean;
  readonly pinned: boolean;
  readonly settings: Settings;
}

export interface WorkflowContainer extends Container {
  readonly title: string;
  readonly enabled: boolean;
  readonly nodes: string[];
  readonly containers: string[];
}

/** A container on the canvas. Without a rectangle it fits itself around what is in it. `color` is one of COLORS. */
export interface ContainerLayout extends Partial<Rect> {
  readonly color?: string;
  readonly collapsed?: boolean;
}

/** A note on the canvas; its text is a small Markdown: **bold**, *italic*, `code`, line breaks. */
export interface Comment extends Rect {
  readonly text: string;
  readonly color?: string;
  /** The container that it moves with. */
  readonly container?: string;
}

/** Where a workflow remembers the names of nodes that are gone. Never saved: JSON knows no symbols. */
export const RETIRED: unique symbol = Symbol("names of removed nodes");

/** Where things stand, in pixels at 100 %. A node's point is the upper left corner of its 64-pixel tile. */
export interface Layout {
  readonly nodes: Readonly<Record<string, Point>>;
  readonly containers: Readonly<Record<string, ContainerLayout>>;
  readonly comments: Readonly<Record<string, Comment>>;
  /** The user's own text under a node, in place of the automatic annotation. */
  readonly notes: Readonly<Record<string, string>>;
  readonly [key: string]: JsonValue;
}

export interface Workflow extends Document {
  readonly title: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly nodes: Readonly<Record<string, WorkflowNode>>;
  readonly connections: WorkflowConnection[];
  readonly containers: Readonly<Record<string, WorkflowContainer>>;
  readonly layout: Layout;
  /** Results are kept by node name: a new node must not inherit those of one that was removed. */
  readonly [RETIRED]?: ReadonlySet<string>;
}

/** From an output to an input, both as `node.anchor`. */
export interface WorkflowConnection extends Connection {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

export const TILE = 64;
export const GRID = 16;
export const COLORS = ["grey", "teal", "blue", "violet", "orange", "crimson", "yellow"] as const;

/** A workflow with nothing in it. */
export const EMPTY: Workflow = {
  title: "",
  description: "",
  parameters: {},
  nodes: {},
  connections: [],
  containers: {},
  layout: { nodes: {}, containers: {}, comments: {}, notes: {} },
};

export function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/** The two halves of `node.anchor`. */
export function splitPlace(place: string): [node: string, anchor: string] {
  const dot = place.indexOf(".");
  return [place.slice(0, dot), place.slice(dot + 1)];
}
