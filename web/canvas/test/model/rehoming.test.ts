import { describe, expect, test } from "vitest";
import { bounds, containerOf, group } from "@/model/commands/containers";
import { resize } from "@/model/commands/placing";
import { rehome } from "@/model/commands/rehoming";
import { TILE } from "@/model/document";
import { holds } from "@/model/geometry";
import { NOTHING, only, type Selection } from "@/model/selection";
import { train } from "./samples";

const nodes = (...names: string[]): Selection => ({ ...NOTHING, nodes: new Set(names) });

describe("a change of home", () => {
  const middle = (workflow: typeof train, name: string) => {
    const { x, y } = workflow.layout.nodes[name] ?? { x: 0, y: 0 };
    return { x: x + TILE / 2, y: y + TILE / 2 };
  };

  test("a node that goes into a container lies inside of its frame, also of one with a size of its own", () => {
    const fixed = resize(train, "container", "prepare", bounds(train, "prepare"));
    for (const before of [train, fixed]) {
      const after = rehome(before, nodes("report"), "prepare");
      expect(containerOf(after, "node", "report")).toBe("prepare");
      expect(holds(bounds(after, "prepare"), middle(after, "report"))).toBe(true);
      expect(holds(bounds(before, "prepare"), middle(after, "report"))).toBe(false);
    }
  });

  test("one that comes out lies outside of every frame that it was in", () => {
    const { workflow, id } = group(train, nodes("directory", "image_input"), "Read");
    const after = rehome(workflow, nodes("directory"), null);
    expect(containerOf(after, "node", "directory")).toBeNull();
    for (const each of [id, "prepare"])
      expect(holds(bounds(after, each), middle(after, "directory"))).toBe(false);
  });

  test("what has no home stays where it is, and a container does not go into itself", () => {
    const outside = rehome(train, nodes("report"), null);
    expect(rehome(outside, nodes("report"), null)).toBe(outside);
    expect(rehome(train, only("container", "prepare"), "prepare")).toBe(train);
  });
});
