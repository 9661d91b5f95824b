import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EMPTY } from "@/model/document";
import { fuzzy } from "@/model/search";
import { everything, isEmpty, NOTHING, only, pruned, soleNode, toggle } from "@/model/selection";
import { bytes, counted, duration, number, ordinal } from "@/model/text";
import { tools } from "./samples";

describe("figures", () => {
  test.each([
    [number(1441), "1,441"],
    [counted(1, "record"), "1 record"],
    [counted(5633, "record"), "5,633 records"],
    [counted(0, "entry"), "0 entries"],
    [counted(2, "match"), "2 matches"],
    [bytes(812), "812 B"],
    [bytes(999_960), "1.0 MB"],
    [bytes(12_700_000), "12.7 MB"],
    [bytes(1.5e12), "1.5 TB"],
    [duration(0.01), "0 s"],
    [duration(0.24), "0.2 s"],
    [duration(3), "3 s"],
    [duration(59.6), "1 min"],
    [duration(72), "1 min 12 s"],
    [duration(3599.7), "1 h"],
    [duration(7500), "2 h 5 min"],
    [duration(Number.NaN), ""],
    [ordinal(1), "1st"],
    [ordinal(12), "12th"],
    [ordinal(23), "23rd"],
    [ordinal(111), "111th"],
  ])("%s is %s", (found, wanted) => {
    expect(found).toBe(wanted);
  });
});

describe("fuzzy search", () => {
  const find = (query: string) =>
    fuzzy(query, tools.values(), (each) => [each.label, each.category, each.summary]).map(
      (each) => each.item.label,
    );

  test("the letters of words find their tool first", () => {
    expect(find("ii")[0]).toBe("Image Input");
    expect(find("formula")[0]).toBe("Formula");
    expect(find("imrec")[0]).toBe("Image Recognition");
    expect(find("rec pred")[0]).toBe("Image Recognition Predict");
    expect(find("browse")[0]).toBe("Browse");
    expect(find("JOIN")[0]).toBe("Join");
  });

  test("an empty query finds all in their order, and nonsense finds nothing", () => {
    expect(find("  ")).toEqual([...tools.values()].map((each) => each.label));
    expect(find("zzqx")).toEqual([]);
  });

  test("accents and case do not matter, and marks stay in place", () => {
    const [match] = fuzzy("uber", ["Die Über-Sicht"], (each) => [each]);
    expect(match?.ranges).toEqual([[[4, 8]]]);
  });

  test("every marked letter is one of the query, in each text that matches", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (query, texts) => {
        for (const { item, ranges } of fuzzy(query, texts, (each) => [each])) {
          const marked = (ranges[0] ?? []).map(([start, end]) => item.slice(start, end)).join("");
          const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
          for (const letter of plain(marked)) expect(plain(query)).toContain(letter);
        }
      }),
    );
  });
});

describe("selections", () => {
  test("a click with shift adds and takes away", () => {
    const two = toggle(only("node", "a"), "container", "box");
    expect(soleNode(two)).toBe("a");
    expect(isEmpty(toggle(toggle(two, "node", "a"), "container", "box"))).toBe(true);
    expect(soleNode(NOTHING)).toBeNull();
    expect(soleNode(toggle(only("node", "a"), "node", "b"))).toBeNull();
  });

  test("what is gone is not selected, and nothing gone is no change", () => {
    expect(isEmpty(pruned(only("node", "a"), EMPTY))).toBe(true);
    const all = everything(EMPTY);
    expect(pruned(all, EMPTY)).toBe(all);
  });
});
