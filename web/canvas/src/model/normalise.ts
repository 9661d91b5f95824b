/** From a file, which may leave much out and may be written by hand, to what the canvas holds. */

import { whole } from "./geometry";
import { isObject } from "./json";
import {
  type Comment,
  type ContainerLayout,
  type Layout,
  mapValues,
  type Point,
  TILE,
  type Workflow,
  type WorkflowContainer,
} from "./shape";
import type { Container, Document } from "./types";

/** Fills in what a file may leave out, and gives nodes without a place one. Keeps what it does not know. */
export function normalise(document: Document): Workflow {
  const nodes = mapValues(document.nodes ?? {}, (node) => ({
    ...node,
    version: node.version ?? 1,
    title: node.title ?? "",
    enabled: node.enabled ?? true,
    pinned: node.pinned ?? false,
    settings: node.settings ?? {},
  }));
  const containers = sound(document.containers ?? {}, new Set(Object.keys(nodes)));
  return {
    ...document,
    title: document.title ?? "",
    description: document.description ?? "",
    parameters: document.parameters ?? {},
    nodes,
    connections: (document.connections ?? []).map((each) => ({ ...each, name: each.name ?? "" })),
    containers,
    layout: readLayout(document.layout ?? {}, Object.keys(nodes), containers),
  };
}

/** The way back: the document for a file, without the empty parts of a layout that nobody wrote. */
export function toFile(workflow: Workflow): Document {
  const layout = Object.entries(workflow.layout).map(([key, part]) => [
    key,
    key === "containers" ? withoutEmpty(part as Layout["containers"]) : part,
  ]);
  return { ...workflow, layout: withoutEmpty(Object.fromEntries(layout)) };
}

function withoutEmpty(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(record);
  return Object.fromEntries(entries.filter(([, each]) => !isObject(each) || Object.keys(each).length > 0));
}

/**
 * Containers whose members exist and stand in one container only, none in itself: only such can be drawn. Where a
 * file says otherwise the first container keeps the member.
 */
function sound(
  containers: Readonly<Record<string, Container>>,
  nodes: ReadonlySet<string>,
): Record<string, WorkflowContainer> {
  const homeless = new Set(nodes);
  const homes = new Map<string, string>();
  const isAround = (inner: string, id: string): boolean => {
    for (let each: string | undefined = id; each !== undefined; each = homes.get(each))
      if (each === inner) return true;
    return false;
  };
  const takes = (inner: string, id: string): boolean => {
    if (!containers[inner] || homes.has(inner) || isAround(inner, id)) return false;
    homes.set(inner, id);
    return true;
  };
  return mapValues(containers, (each, id) => ({
    ...each,
    title: each.title ?? "",
    enabled: each.enabled ?? true,
    nodes: (each.nodes ?? []).filter((name) => homeless.delete(name)),
    containers: (each.containers ?? []).filter((inner) => takes(inner, id)),
  }));
}

function readLayout(
  layout: Readonly<Record<string, unknown>>,
  nodes: readonly string[],
  containers: Readonly<Record<string, WorkflowContainer>>,
): Layout {
  const known = new Set(nodes);
  const notes = parts(layout.notes).filter(([name, note]) => known.has(name) && typeof note === "string");
  return {
    ...layout,
    nodes: placed(nodes, layout.nodes),
    containers: Object.fromEntries(
      parts(layout.containers).flatMap(([id, each]) =>
        containers[id] && isObject(each) ? [[id, frame(each)]] : [],
      ),
    ),
    comments: Object.fromEntries(
      comments(layout.comments).flatMap(([id, each]) =>
        isObject(each) ? [[id, comment(each, containers)]] : [],
      ),
    ),
    notes: Object.fromEntries(notes) as Record<string, string>,
  };
}

/** Places for all nodes: those known, and a row below them for the others. */
function placed(names: readonly string[], known: unknown): Record<string, Point> {
  const said = new Map(
    parts(known).flatMap(([name, each]) => (isPoint(each) ? [[name, rounded(each)]] : [])),
  );
  const ends = names.map((name) => (said.get(name)?.y ?? -2 * TILE) + 2 * TILE);
  const below = ends.reduce((lowest, each) => Math.max(lowest, each), 0) + 80;
  let next = 80;
  return Object.fromEntries(
    names.map((name) => {
      const place = said.get(name);
      if (place) return [name, place];
      next += 144;
      return [name, { x: next - 144, y: below }];
    }),
  );
}

function frame({ x, y, width, height, ...look }: Record<string, unknown>): ContainerLayout {
  const rect = { x, y, width, height };
  const isRect = isPoint(rect) && isSize(width) && isSize(height);
  return isRect ? { ...look, ...rounded({ ...rect, width, height }) } : look;
}

/** Comments by id; older files have a list. */
function comments(value: unknown): [string, unknown][] {
  return Array.isArray(value) ? value.map((each, index) => [`comment_${index + 1}`, each]) : parts(value);
}

function comment(
  { text, x, y, width, height, container, ...others }: Record<string, unknown>,
  containers: Readonly<Record<string, WorkflowContainer>>,
): Comment {
  const isInside = typeof container === "string" && containers[container] !== undefined;
  return {
    ...others,
    ...(isInside ? { container } : {}),
    text: typeof text === "string" ? text : "",
    ...rounded({
      ...(isPoint({ x, y }) ? ({ x, y } as Point) : { x: 80, y: 80 }),
      width: isSize(width) ? width : 240,
      height: isSize(height) ? height : 96,
    }),
  };
}

function parts(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

function isPoint(value: unknown): value is Point {
  return isObject(value) && Number.isFinite(value.x) && Number.isFinite(value.y);
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function rounded<Place extends Point>(place: Place): Place {
  return mapValues(place as unknown as Record<string, unknown>, (each) =>
    typeof each === "number" ? whole(each) : each,
  ) as unknown as Place;
}
