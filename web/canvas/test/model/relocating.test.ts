import { expect, test } from "vitest";
import { relocate } from "@/model/commands/relocating";
import { normalise } from "@/model/document";
import type { Document } from "@/model/types";
import { tool, tools } from "./samples";

const withPaths = new Map(tools).set("weft.directory", {
  ...tool("directory"),
  settings: { properties: { folder: { widget: "folder" }, specification: {} } },
});

function folderAfter(folder: string, from: string, to: string): unknown {
  const workflow = normalise({
    nodes: { directory: { tool: "weft.directory", settings: { folder, specification: "*.jpg" } } },
  });
  const after = relocate(workflow, from, to, withPaths);
  expect(after.nodes.directory?.settings.specification).toBe("*.jpg");
  return after.nodes.directory?.settings.folder;
}

test("the first save into a folder keeps the pictures that were chosen before it", () => {
  expect(folderAfter("characters/pictures", "", "mine")).toBe("../characters/pictures");
  expect(folderAfter("characters/pictures", "", "characters")).toBe("pictures");
  expect(folderAfter("../characters/pictures", "mine", "")).toBe("characters/pictures");
  expect(folderAfter("pictures", "a/b", "a/c")).toBe("../b/pictures");
  expect(folderAfter("a", "", "a")).toBe(".");
});

test("paths that do not count from the file stay, and so does all in the same folder", () => {
  for (const path of ["/data/pictures", "~/pictures", "C:\\pictures", `${"$"}{root}/pictures`, ""])
    expect(folderAfter(path, "", "mine")).toBe(path);
  const workflow = normalise({});
  expect(relocate(workflow, "a", "a", tools)).toBe(workflow);
});

test("a parameter that is a path moves, one that is a text does not", () => {
  const file = {
    parameters: { pictures: { type: "folder", default: "pictures" }, word: { default: "pictures" } },
  };
  const workflow = normalise(file as unknown as Document);
  const { parameters } = relocate(workflow, "a", "", tools);
  expect(parameters.pictures?.default).toBe("a/pictures");
  expect(parameters.word?.default).toBe("pictures");
});
