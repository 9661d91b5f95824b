import { describe, expect, it } from "vitest";
import { differences } from "@/files/difference";
import { differs } from "@/files/sameness";
import { normalise, type WorkflowNode } from "@/model/document";

const label = (node: WorkflowNode) => node.title || node.tool;

const base = normalise({
  nodes: {
    filter: { tool: "weft.filter", settings: { column: "Age", value: 3 } },
    sort: { tool: "weft.sort", settings: {} },
  },
  connections: [{ from: "filter.true", to: "sort.in" }],
});

const texts = (to: typeof base) => differences(base, to, label).map(({ kind, text }) => `${kind}: ${text}`);

describe("what differs between two workflows", () => {
  it("says nothing of two that are the same, whatever the order of keys", () => {
    const same = normalise({
      connections: [{ to: "sort.in", from: "filter.true" }],
      nodes: {
        filter: { settings: { value: 3, column: "Age" }, tool: "weft.filter" },
        sort: { tool: "weft.sort", settings: {} },
      },
    });
    expect(differs(base, same)).toBe(false);
    expect(texts(same)).toEqual([]);
  });

  it("names nodes and connections that came and went", () => {
    const { filter } = base.nodes;
    const other = normalise({ nodes: { ...(filter && { filter }), browse: { tool: "weft.browse" } } });
    const said = texts({ ...other, layout: base.layout });
    expect(said).toContain("added: weft.browse");
    expect(said).toContain("removed: weft.sort");
    expect(said).toContain("removed: Connection from weft.filter (true) to weft.sort (in)");
  });

  it("tells each changed setting with its value before and after", () => {
    const nodes = { ...base.nodes };
    if (nodes.filter)
      nodes.filter = { ...nodes.filter, enabled: false, settings: { column: "Name", value: 3 } };
    const said = texts({ ...base, nodes });
    expect(said).toEqual(["changed: weft.filter: switched off", "changed: weft.filter: column, Age → Name"]);
  });

  it("says nothing of the order of connections, which no file keeps, after only a parameter was changed", () => {
    const two = normalise({
      ...base,
      parameters: { epochs: { type: "integer", default: 25 as never } },
      connections: [
        { from: "sort.out", to: "filter.in" },
        { from: "filter.true", to: "sort.in" },
      ],
    });
    const other = { ...two, connections: two.connections.toReversed() };
    expect(differs(two, other)).toBe(false);
    const epochs = { type: "integer", default: 41 as never } as const;
    const said = differences(two, { ...other, parameters: { epochs } }, label).map(({ text }) => text);
    expect(said).toEqual(["Parameter epochs"]);
  });

  it("tells that nodes were moved", () => {
    const layout = { ...base.layout, nodes: { ...base.layout.nodes, sort: { x: 1, y: 2 } } };
    expect(texts({ ...base, layout })).toEqual(["changed: The place of 1 node"]);
    expect(differs(base, { ...base, layout })).toBe(true);
  });
});
