import { describe, expect, test } from "vitest";
import { connectionDrawer } from "@/canvas/drawing/connections";
import { foldingOf } from "@/canvas/drawing/folded";
import { frameDrawer } from "@/canvas/drawing/frames";
import { toolNodeDrawer } from "@/canvas/drawing/toolNodes";
import { drawnPicture } from "@/canvas/image/drawing";
import { escaped, fitted } from "@/canvas/image/words";
import { renameNode } from "@/model/commands/nodes";
import { EMPTY, type Workflow } from "@/model/document";
import { NOTHING } from "@/model/selection";
import { sample, tools } from "../model/samples";

function picture(workflow: Workflow) {
  const drawn = { workflow, tools, selection: NOTHING, folding: foldingOf(workflow), places: new Map() };
  return drawnPicture({
    nodes: [...frameDrawer()(drawn), ...toolNodeDrawer()(drawn)],
    edges: connectionDrawer()(drawn),
    colors: { of: (token) => `color(${token.replace(/\W/g, "")})` },
    icons: new Map(),
    noteOf: () => "a note",
    countOf: (place) => (place === "directory.out" ? ["1,200", "203.7 KB"] : null),
  });
}

describe("a workflow as a picture", () => {
  const train = sample("characters/train");

  test("shows every label, every connection, the containers and the counts", () => {
    const svg = picture(train)?.svg ?? "";
    for (const words of ["Pictures", "Image Recognition", "Input and prepare", "1,200", "203.7 KB"])
      expect(svg).toContain(`>${words}<`);
    expect(svg.match(/<path d="M/g)).toHaveLength(train.connections.length);
  });

  test("a title with markup in it stays a text", () => {
    const svg = picture(renameNode(train, "directory", "<script>&"))?.svg ?? "";
    expect(svg).not.toContain("<script>");
    expect(svg).toContain("&#60;script&#62;&#38;");
  });

  test("there is none of an empty canvas", () => {
    expect(picture(EMPTY)).toBeNull();
  });
});

test("signs that mean something in markup are written as numbers", () => {
  expect(escaped(`a<b>"c'&`)).toBe("a&#60;b&#62;&#34;c&#39;&#38;");
});

test("a long text is cut into lines that fit, and the rest is an ellipsis", () => {
  const lines = fitted("the quick brown fox jumps over the lazy dog", 10, 60, 2);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/…$/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(10);
  expect(fitted("short", 10, 60, 2)).toEqual(["short"]);
});
