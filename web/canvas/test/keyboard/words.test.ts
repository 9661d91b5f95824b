// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { thingRest, thingSentence } from "@/keyboard/words";
import { sample, tools } from "../model/samples";

const known = {
  workflow: sample("characters/train"),
  tools,
  problems: [{ node: "directory", field: "folder", message: "no folder", severity: "error" as const }],
};

describe("what is read aloud", () => {
  it("tells place, neighbours and problems of a node", () => {
    expect(thingSentence({ kind: "node", id: "directory" }, known)).toBe(
      "Pictures, Directory, 1st of 11, to Class from the folder, 1 problem",
    );
  });

  it("tells only what the screen reader does not say itself of what has the focus", () => {
    expect(thingRest({ kind: "node", id: "directory" }, known)).toBe("1st of 11, 1 problem");
    expect(thingRest({ kind: "comment", id: "comment_1" }, known)).toBe("");
  });

  it("tells both ends of a connection", () => {
    const id = "directory.out>class_from_folder.in";
    expect(thingSentence({ kind: "connection", id }, known)).toBe(
      "Connection from Pictures, out to Class from the folder, in",
    );
  });
});
