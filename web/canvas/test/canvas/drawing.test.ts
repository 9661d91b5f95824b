import { describe, expect, test } from "vitest";
import { connectionDrawer } from "@/canvas/drawing/connections";
import { foldingOf } from "@/canvas/drawing/folded";
import { frameDrawer } from "@/canvas/drawing/frames";
import { drawnId, drawnKind, selectionOf } from "@/canvas/drawing/ids";
import { type Drawn, toolNodeDrawer } from "@/canvas/drawing/toolNodes";
import { farPaths } from "@/canvas/edges/FarConnections";
import { setContainer } from "@/model/commands/containers";
import { setEnabled } from "@/model/commands/nodes";
import { place } from "@/model/commands/placing";
import { splitPlace, type Workflow } from "@/model/document";
import { NOTHING, only, type Selection } from "@/model/selection";
import { sample, tools } from "../model/samples";

const train = sample("characters/train");
const [firstContainer = ""] = Object.keys(train.containers);

function drawn(workflow: Workflow, selection: Selection = NOTHING, places = new Map()): Drawn {
  return { workflow, tools, selection, folding: foldingOf(workflow), places };
}

describe("nodes on the canvas", () => {
  test("only the node that was moved is drawn anew", () => {
    const draw = toolNodeDrawer();
    const before = draw(drawn(train));
    const after = draw(drawn(place(train, { directory: { x: 0, y: 0 } })));
    const changed = after.filter((node) => !before.includes(node)).map((node) => node.id);
    expect(changed).toEqual(["directory"]);
  });

  test("a drag moves what is seen and leaves the document alone", () => {
    const draw = toolNodeDrawer();
    const before = draw(drawn(train));
    const after = draw(drawn(train, NOTHING, new Map([["directory", { x: 7, y: 9 }]])));
    expect(after.find((node) => node.id === "directory")?.position).toEqual({ x: 7, y: 9 });
    expect(after.filter((node) => !before.includes(node))).toHaveLength(1);
  });

  test("a node says its title, its tool and its neighbours", () => {
    const node = toolNodeDrawer()(drawn(train)).find((each) => each.id === "class_from_folder");
    expect(node?.ariaLabel).toBe("Class from the folder, Formula, from Pictures, to Select");
  });

  test("a node of a tool that is not there keeps the anchors that its connections name", () => {
    const node = toolNodeDrawer()({ ...drawn(train), tools: new Map() }).find(
      (each) => each.id === "image_recognition",
    );
    const places = (node?.handles ?? []).map((handle) => handle.id);
    expect(places).toContain("image_recognition.training");
    expect(places).toContain("image_recognition.model");
    expect(node?.data.tool).toBeUndefined();
  });
});

describe("connections on the canvas", () => {
  test("those of the selected node are coloured by their direction", () => {
    const edges = connectionDrawer()(drawn(train, only("node", "create_samples")));
    const tones = new Map(edges.map((edge) => [edge.id, edge.data?.tone]));
    expect(tones.get("image_processing.out>create_samples.in")).toBe("in");
    expect(tones.get("create_samples.holdout>holdout_out.in")).toBe("out");
    expect(tones.get("directory.out>class_from_folder.in")).toBeNull();
  });

  test("two between the same nodes have ranks of their own, so that their chips do not meet", () => {
    const edges = connectionDrawer()(drawn(train));
    const between = edges.filter(
      (edge) => edge.source === "create_samples" && edge.target === "image_recognition",
    );
    expect(between.map((edge) => edge.data?.rank).sort()).toEqual([0, 1]);
  });

  test("selecting a node draws only its own connections anew", () => {
    const draw = connectionDrawer();
    const before = draw(drawn(train));
    const after = draw(drawn(train, only("node", "directory")));
    expect(after.filter((edge) => !before.includes(edge)).map((edge) => edge.id)).toEqual([
      "directory.out>class_from_folder.in",
    ]);
  });

  test("from afar every connection is part of a path", () => {
    const { plain = "" } = farPaths(toolNodeDrawer()(drawn(train)), connectionDrawer()(drawn(train)));
    expect(plain.match(/M/g)).toHaveLength(train.connections.length);
  });
});

describe("a folded container", () => {
  const folded = setContainer(train, firstContainer, { collapsed: true });
  const members = new Set(train.containers[firstContainer]?.nodes);

  test("hides what is in it", () => {
    const seen = toolNodeDrawer()(drawn(folded)).map((node) => node.id);
    expect(seen.filter((name) => members.has(name))).toEqual([]);
    expect(seen.length + members.size).toBe(Object.keys(train.nodes).length);
  });

  test("keeps its outside connections, at anchors of its tile", () => {
    const crossing = train.connections.filter(
      ({ from, to }) => members.has(splitPlace(from)[0]) !== members.has(splitPlace(to)[0]),
    );
    const tile = frameDrawer()(drawn(folded)).find((node) => node.type === "folded");
    const ends = (tile?.handles ?? []).map((handle) => handle.id);
    expect(crossing.length).toBeGreaterThan(0);
    const edges = connectionDrawer()(drawn(folded));
    for (const { from, to } of crossing) {
      expect(ends).toContain(members.has(splitPlace(from)[0]) ? from : to);
      expect(edges.map((edge) => edge.id)).toContain(`${from}>${to}`);
    }
  });
});

test("what is in a container that is switched off is drawn as off", () => {
  const off = setContainer(train, firstContainer, { enabled: false });
  const nodes = toolNodeDrawer()(drawn(off));
  const isOff = nodes.filter((node) => node.data.off).map((node) => node.id);
  expect(new Set(isOff)).toEqual(new Set(train.containers[firstContainer]?.nodes));
});

test("connections of a disabled node are faded", () => {
  const off = setEnabled(train, ["directory"], false);
  const edges = connectionDrawer()(drawn(off));
  expect(edges.filter((edge) => edge.data?.off).map((edge) => edge.id)).toEqual([
    "directory.out>class_from_folder.in",
  ]);
});

test("names of drawn things lead back to what they are", () => {
  for (const kind of ["node", "container", "comment"] as const)
    expect(drawnKind(drawnId(kind, "one"))).toEqual({ kind, id: "one" });
  const { nodes, containers, comments } = selectionOf(["a", "container/b", "comment/c"]);
  expect([[...nodes], [...containers], [...comments]]).toEqual([["a"], ["b"], ["c"]]);
});
