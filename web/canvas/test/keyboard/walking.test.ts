// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { type Direction, rectOf, walk, walkConnections, walkToEnd } from "@/keyboard/walking";
import { setContainer } from "@/model/commands/containers";
import { connectionKey } from "@/model/selection";
import { sample } from "../model/samples";

const training = sample("characters/train");
const node = (id: string) => ({ kind: "node", id }) as const;
const from = (id: string, direction: Direction) => walk(training, node(id), direction)?.id ?? null;

describe("arrows on the canvas", () => {
  it("lead along the connections to the right and the left", () => {
    expect(from("directory", "right")).toBe("class_from_folder");
    expect(from("class_from_folder", "left")).toBe("directory");
    expect(from("directory", "left")).toBeNull();
    expect(from("report", "right")).toBeNull();
  });

  it("take the upper of several, and go among those with the same source by up and down", () => {
    expect(from("image_recognition", "right")).toBe("model_out");
    expect(from("model_out", "down")).toBe("evaluation");
    expect(from("evaluation", "down")).toBe("report");
    expect(from("report", "up")).toBe("evaluation");
  });

  it("find what is nearest where there is no sibling", () => {
    expect(walk(training, node("directory"), "down")).toEqual({ kind: "comment", id: "comment_1" });
  });

  it("come to every node of a sample from the first one", () => {
    const reached = new Set<string>();
    const waiting = [walkToEnd(training, "first")];
    for (const thing of waiting) {
      if (!thing || reached.has(`${thing.kind} ${thing.id}`)) continue;
      reached.add(`${thing.kind} ${thing.id}`);
      for (const direction of ["left", "right", "up", "down"] as const)
        waiting.push(walk(training, thing, direction));
    }
    const nodes = Object.keys(training.nodes);
    expect(nodes.filter((name) => !reached.has(`node ${name}`))).toEqual([]);
  });

  it("stop at a folded container in place of what is in it, and go on from there", () => {
    const folded = setContainer(training, "learn", { collapsed: true });
    const learn = { kind: "container", id: "learn" } as const;
    expect(walk(folded, node("image_processing"), "right")).toEqual(learn);
    expect(walk(folded, learn, "left")).toEqual(node("image_processing"));
    expect(walkToEnd(folded, "last")).toEqual(learn);
  });

  it("go to the first and the last in the order of the records", () => {
    expect(walkToEnd(training, "first")).toEqual(node("directory"));
    expect(
      training.connections.some((each) => each.from.startsWith(`${walkToEnd(training, "last")?.id}.`)),
    ).toBe(false);
  });
});

describe("connections by keys", () => {
  const key = (one: string, other: string) => connectionKey({ from: one, to: other });

  it("come one after the other, those that leave the node first, and go round", () => {
    const first = key("class_from_folder.out", "select_columns.in");
    const second = key("directory.out", "class_from_folder.in");
    expect(walkConnections(training, "class_from_folder", null, 1)?.id).toBe(first);
    expect(walkConnections(training, "class_from_folder", first, 1)?.id).toBe(second);
    expect(walkConnections(training, "class_from_folder", second, 1)?.id).toBe(first);
    expect(walkConnections(training, "class_from_folder", null, -1)?.id).toBe(second);
  });

  it("lead to both of their ends, and lie between them", () => {
    const thing = { kind: "connection", id: key("directory.out", "class_from_folder.in") } as const;
    expect(walk(training, thing, "right")).toEqual(node("class_from_folder"));
    expect(walk(training, thing, "left")).toEqual(node("directory"));
    const [one, other] = ["directory", "class_from_folder"].map((id) => training.layout.nodes[id]);
    expect(rectOf(training, thing)?.x).toBe(((one?.x ?? 0) + (other?.x ?? 0)) / 2);
  });
});
