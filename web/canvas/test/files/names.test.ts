import { describe, expect, it } from "vitest";
import { freeName, plainName, withSuffix } from "@/files/files";
import { crumbs, resolved, settingOf, startPlaces } from "@/files/place";
import { rowsOf } from "@/files/tree";
import { parts } from "@/files/uploads";
import { when } from "@/files/when";

describe("names of workflow files", () => {
  it("get the ending that the service wants, once", () => {
    expect(withSuffix("train")).toBe("train.workflow.json");
    expect(withSuffix("signs/train.workflow.json")).toBe("signs/train.workflow.json");
    expect(withSuffix(" /train.json ")).toBe("train.workflow.json");
  });

  it("lose it where people read them", () => {
    expect(plainName("signs/train.workflow.json")).toBe("train");
  });

  it("get a number where they are taken", () => {
    const taken = new Set(["Untitled.workflow.json", "Untitled 2.workflow.json"]);
    expect(freeName("Untitled", taken)).toBe("Untitled 3.workflow.json");
    expect(freeName("train", taken)).toBe("train.workflow.json");
  });
});

describe("places in the workspace", () => {
  it("begin where the setting leads, then in the folder of the workflow", () => {
    expect(startPlaces("../data/a.csv", "signs", false)).toEqual([
      { root: "workspace", path: "data" },
      { root: "workspace", path: "signs" },
    ]);
    expect(startPlaces("pictures", "signs", true)[0]).toEqual({ root: "workspace", path: "signs/pictures" });
  });

  it("begin in the folder of the workflow where the setting is whole, a pattern, or leads out", () => {
    for (const setting of ["/tmp/a.csv", "C:\\a.csv", "sales/*.csv", "../../a.csv", ""])
      expect(startPlaces(setting, "signs", false)).toEqual([{ root: "workspace", path: "signs" }]);
    expect(resolved("a", "../../b")).toBeNull();
  });

  it("make the setting of a new file", () => {
    expect(settingOf(".", "out.csv")).toBe("out.csv");
    expect(settingOf("../data", "out.csv")).toBe("../data/out.csv");
    expect(crumbs("a/b").map((crumb) => crumb.path)).toEqual(["a", "a/b"]);
  });
});

describe("the tree of workflows", () => {
  const file = (path: string) => ({ path, title: path, modified: 0, revision: "1", problem: "" });
  const files = [file("b.workflow.json"), file("x/a.workflow.json"), file("x/y/c.workflow.json")];

  it("shows folders before files, each as deep as it lies", () => {
    expect(rowsOf(files, new Set()).map((row) => `${row.depth} ${row.name}`)).toEqual([
      "0 x",
      "1 y",
      "2 c.workflow.json",
      "1 a.workflow.json",
      "0 b.workflow.json",
    ]);
  });

  it("hides what is in a closed folder", () => {
    expect(rowsOf(files, new Set(["x"])).map((row) => row.path)).toEqual(["x", "b.workflow.json"]);
  });
});

describe("uploads", () => {
  it("go in requests of one folder and at most 25 files", () => {
    const files = Array.from({ length: 60 }, (_, at) => ({
      file: new File(["x"], `${at}.png`),
      folder: at < 30 ? "a" : "b",
    }));
    const sent = [...parts(files)];
    expect(sent.map((part) => [part[0]?.folder, part.length])).toEqual([
      ["a", 25],
      ["a", 5],
      ["b", 25],
      ["b", 5],
    ]);
  });
});

describe("times", () => {
  const noon = new Date(2026, 2, 3, 12, 3).getTime();
  it("are said as people say them", () => {
    expect(when(noon / 1000, noon)).toBe("12:03");
    expect(when(noon / 1000, noon + 86_400_000)).toBe("yesterday, 12:03");
    expect(when(noon / 1000, noon + 5 * 86_400_000)).toBe("3 Mar 2026");
  });
});
