import { describe, expect, it } from "vitest";
import { told } from "@/app/FileState";
import { marked } from "@/app/finding";

const file = { isChanged: false, isNew: false, saving: false, savedAt: 10_000, now: 12_000 };

describe("the state of the file", () => {
  it("says when it was saved, and when it is not", () => {
    expect(told(file)).toBe("saved 2 s ago");
    expect(told({ ...file, now: 200_000 })).toBe("saved 3 min ago");
    expect(told({ ...file, savedAt: null })).toBe("saved");
    expect(told({ ...file, isChanged: true })).toBe("changed");
    expect(told({ ...file, isNew: true })).toBe("not saved yet");
    expect(told({ ...file, saving: true })).toBe("saving");
  });
});

describe("what was found", () => {
  it("is marked in its label", () => {
    expect(marked("Filter", [[0, 2]]).map((part) => [part.text, part.hit])).toEqual([
      ["Fi", true],
      ["lter", false],
    ]);
  });
});
