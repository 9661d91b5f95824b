/** Draws a workflow as SVG text from the model: the same tiles, letters, labels and chips as the canvas. */

import { type Rect, TILE } from "@/model/document";
import { around } from "@/model/geometry";
import { categoryColor } from "@/ui/category";
import { ANCHOR, anchorPlace } from "../drawing/anchors";
import { colorToken } from "../drawing/color";
import type { ConnectionEdge } from "../drawing/connections";
import type { CommentNode, FoldedNode, FrameNode } from "../drawing/frames";
import type { ToolNode } from "../drawing/toolNodes";
import type { DrawnNode } from "../useDrawing";
import type { PictureColors } from "./palette";
import { escaped, fitted, widthOf } from "./words";

export interface Picture {
  nodes: readonly DrawnNode[];
  edges: readonly ConnectionEdge[];
  colors: PictureColors;
  icons: ReadonlyMap<string, string>;
  /** The text under a node. */
  noteOf: (node: string) => string;
  /** Records and size of an output, as they stand on its chip. */
  countOf: (place: string) => readonly [string, string] | null;
}

const MARGIN = 40;
const BELOW = 52;

export interface DrawnPicture {
  svg: string;
  width: number;
  height: number;
}

export function drawnPicture(picture: Picture): DrawnPicture | null {
  const box = around(picture.nodes.map(extent));
  if (!box) return null;
  const width = box.width + 2 * MARGIN;
  const height = box.height + 2 * MARGIN;
  const view = `${box.x - MARGIN} ${box.y - MARGIN} ${width} ${height}`;
  const lines = picture.edges.map((edge) => connection(edge, picture));
  const parts = [
    `<rect x="${box.x - MARGIN}" y="${box.y - MARGIN}" width="${width}" height="${height}" fill="${picture.colors.of("bg")}"/>`,
    ...picture.nodes.filter((each) => each.type === "container").map((each) => frame(each, picture)),
    ...picture.nodes.filter((each) => each.type === "comment").map((each) => comment(each, picture)),
    ...lines.map((each) => each.line),
    ...picture.nodes.filter((each) => each.type === "tool").map((each) => tool(each, picture)),
    ...picture.nodes.filter((each) => each.type === "folded").map((each) => folded(each, picture)),
    ...lines.map((each) => each.chip),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${view}" font-family="Inter, system-ui, sans-serif">${parts.join("")}</svg>`;
  return { svg, width, height };
}

function extent(node: DrawnNode): Rect {
  const { x, y } = node.position;
  const { width = TILE, height = TILE } = node;
  const isTile = node.type === "tool" || node.type === "folded";
  return isTile ? { x: x - 36, y, width: width + 72, height: height + BELOW } : { x, y, width, height };
}

function text(lines: readonly string[], at: { x: number; y: number }, style: string, leading = 14): string {
  return lines
    .map((line, index) => `<text x="${at.x}" y="${at.y + index * leading}" ${style}>${escaped(line)}</text>`)
    .join("");
}

function tool(node: ToolNode, { colors, icons, noteOf }: Picture): string {
  const { x, y } = node.position;
  const { tool: entry, label, inputs, outputs, off } = node.data;
  const color = colors.of(entry ? categoryColor(entry.category) : "other-category");
  const middle = x + TILE / 2;
  const icon = `<g transform="translate(${x + 20} ${y + 20})" fill="none" stroke="white" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${icons.get(entry?.icon ?? "box") ?? ""}</g>`;
  const faded = off || !node.data.node.enabled;
  return [
    `<g${faded ? ' opacity="0.45"' : ""}><rect x="${x}" y="${y}" width="${TILE}" height="${TILE}" rx="17" fill="${color}"/>${icon}</g>`,
    anchors(node, "input", inputs, colors),
    anchors(node, "output", outputs, colors),
    text(
      fitted(label, 12, 150, 1),
      { x: middle, y: y + 85 },
      `${CENTRED} font-size="12" font-weight="600" fill="${colors.of("ink")}"`,
    ),
    text(
      fitted(noteOf(node.id), 11, 140, 2),
      { x: middle, y: y + 100 },
      `${CENTRED} font-size="11" fill="${colors.of("sub")}"`,
    ),
  ].join("");
}

const CENTRED = 'text-anchor="middle"';

function anchors(
  node: DrawnNode,
  side: "input" | "output",
  all: readonly { letter: string; optional?: boolean }[],
  colors: PictureColors,
): string {
  return all
    .map(({ letter, optional }, index) => {
      const place = anchorPlace(side, index, all.length);
      const x = node.position.x + place.x;
      const y = node.position.y + place.y;
      const dashes = optional ? ' stroke-dasharray="3 2"' : "";
      return `<rect x="${x}" y="${y}" width="${ANCHOR}" height="${ANCHOR}" rx="5" fill="${colors.of("panel")}" stroke="${colors.of("edge")}" stroke-width="1.5"${dashes}/>${text([letter], { x: x + ANCHOR / 2, y: y + 12 }, `${CENTRED} font-size="10" font-weight="600" fill="${colors.of("sub")}"`)}`;
    })
    .join("");
}

function frame(node: FrameNode, { colors }: Picture): string {
  const { x, y } = node.position;
  const tint = colors.of(colorToken(node.data.color, "grey"));
  const title = node.data.container.title || "Container";
  return `<rect x="${x}" y="${y}" width="${node.width}" height="${node.height}" rx="16" fill="${tint}" fill-opacity="0.06" stroke="${tint}" stroke-opacity="0.5"/>${text([title], { x: x + 16, y: y + 23 }, `font-size="13" font-weight="600" fill="${colors.of("sub")}"`)}`;
}

function folded(node: FoldedNode, { colors }: Picture): string {
  const { x, y } = node.position;
  const tint = colors.of(colorToken(node.data.color, "grey"));
  const title = node.data.container.title || "Container";
  return [
    `<rect x="${x}" y="${y}" width="${TILE}" height="${TILE}" rx="17" fill="${colors.of("panel")}" stroke="${tint}" stroke-width="1.5"/>`,
    anchors(node, "input", node.data.inputs, colors),
    anchors(node, "output", node.data.outputs, colors),
    text(
      fitted(title, 12, 150, 2),
      { x: x + TILE / 2, y: y + 85 },
      `${CENTRED} font-size="12" font-weight="600" fill="${colors.of("ink")}"`,
    ),
  ].join("");
}

function comment(node: CommentNode, { colors }: Picture): string {
  const { x, y } = node.position;
  const { width = 0, height = 0 } = node;
  const tint = colors.of(colorToken(node.data.comment.color, "yellow"));
  const plain = node.data.comment.text.replace(/[*`]/g, "");
  const lines = plain.split("\n").flatMap((line) => fitted(line, 12, width - 24, 40));
  const shown = lines.slice(0, Math.max(1, Math.floor((height - 12) / 16)));
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="${tint}" fill-opacity="0.14" stroke="${tint}" stroke-opacity="0.6"/>${text(shown, { x: x + 12, y: y + 20 }, `font-size="12" fill="${colors.of("ink")}"`, 16)}`;
}

function connection(edge: ConnectionEdge, picture: Picture): { line: string; chip: string } {
  const from = handleAt(picture.nodes, edge.source, edge.sourceHandle, ANCHOR);
  const to = handleAt(picture.nodes, edge.target, edge.targetHandle, 0);
  if (!from || !to || !edge.data) return { line: "", chip: "" };
  const bend = Math.max(24, Math.abs(to.x - from.x) / 2);
  const path = `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
  const line = `<path d="${path}" fill="none" stroke="${picture.colors.of("edge")}" stroke-width="1.8"/>`;
  const count = picture.countOf(edge.data.connection.from);
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  return { line, chip: count ? chip(count, middle, edge.data.rank, picture.colors) : "" };
}

function chip(
  [records, size]: readonly [string, string],
  at: { x: number; y: number },
  rank: number,
  colors: PictureColors,
): string {
  const width = Math.max(widthOf(records, 11), widthOf(size, 11)) + 18;
  const away = 8 + Math.floor(rank / 2) * 38;
  const top = rank % 2 ? at.y + away : at.y - away - 34;
  return `<rect x="${at.x - width / 2}" y="${top}" width="${width}" height="34" rx="8" fill="${colors.of("panel")}" stroke="${colors.of("line")}"/>${text([records], { x: at.x, y: top + 14 }, `${CENTRED} font-size="11" font-weight="600" fill="${colors.of("ink")}"`)}${text([size], { x: at.x, y: top + 28 }, `${CENTRED} font-size="11" fill="${colors.of("sub")}"`)}`;
}

function handleAt(nodes: readonly DrawnNode[], id: string, handle: string | null | undefined, dx: number) {
  const node = nodes.find((each) => each.id === id);
  const found = node?.handles?.find((each) => each.id === handle);
  if (!node || !found) return null;
  return { x: node.position.x + found.x + dx, y: node.position.y + found.y + ANCHOR / 2 };
}
