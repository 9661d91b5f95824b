import { describe, expect, it } from "vitest";
import type { Workflow } from "@/model/document";
import { type Asked, offered, ranked } from "@/quickadd/offering";
import { sample, tools } from "../model/samples";

const training = sample("characters/train");
const all = [...tools.values()].map((tool) => ({ ...tool, available: true }));
const byId = new Map(all.map((tool) => [tool.id, tool]));
const asked = (more: Partial<Asked>): Asked => ({
  kind: "quick-add",
  at: { x: 0, y: 0 },
  screen: { x: 0, y: 0 },
  ...more,
});
const ids = (workflow: Workflow, more: Partial<Asked>) =>
  offered(asked(more), workflow, byId).map((tool) => tool.id);

describe("the quick-add list", () => {
  it("offers every tool on the empty canvas", () => {
    expect(ids(training, {})).toHaveLength(all.length);
  });

  it("offers only tools with inputs after an output, and first those made for it", () => {
    const from = { place: "image_recognition.model", side: "output" } as const;
    const found = ids(training, { from });
    expect(found[0]).toBe("weft.predict");
    expect(found).not.toContain("weft.directory");
  });

  it("offers only tools with outputs before an input, and into a connection only what takes its records", () => {
    expect(ids(training, { from: { place: "formula.in", side: "input" } })).not.toContain("weft.output_data");
    expect(ids(training, { connection: "directory.out>class_from_folder.in" })).not.toContain(
      "weft.text_input",
    );
  });

  it("leaves out what is not installed", () => {
    const broken = new Map(byId).set("weft.sort", { ...all[0], id: "weft.sort", available: false } as never);
    expect(offered(asked({}), training, broken).map((tool) => tool.id)).not.toContain("weft.sort");
  });

  it("begins with what was used last, and with a query by how well it fits", () => {
    const recent = ["weft.union", "weft.sort"];
    expect(
      ranked("", all, recent)
        .slice(0, 2)
        .map((match) => match.item.id),
    ).toEqual(recent);
    expect(ranked("form", all, recent)[0]?.item.id).toBe("weft.formula");
  });
});
