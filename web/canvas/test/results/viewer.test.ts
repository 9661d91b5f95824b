// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RecordsPage } from "@/model/types";
import { PAGE, Records } from "@/results/records";
import { closePicture, openPicture, turn } from "@/results/viewer";
import { useOverlay } from "@/state/overlay";
import { COLUMN, pictures } from "./pictures";

afterEach(() => vi.unstubAllGlobals());

const title = () => {
  const { overlay } = useOverlay.getState();
  return overlay?.kind === "picture" ? overlay.title : "";
};

describe("the picture viewer", () => {
  it("goes through the mistakes by their own names, and ends at the last", async () => {
    const records = pictures([7, 2]);
    await openPicture(records, COLUMN, 0, ({ number }) => `mistake ${number}`);
    expect(title()).toBe("mistake 7");
    expect(await turn(1)).toBe(true);
    expect(title()).toBe("mistake 2");
    expect(await turn(1)).toBe(false);
    closePicture();
    await openPicture(records, COLUMN, 1);
    expect(title()).toBe("image of record 3");
  });
});

describe("many record numbers", () => {
  it("are sent in the body, few in the address", async () => {
    const sent: [string, string | undefined][] = [];
    const answer = { columns: [], rows: [], numbers: [], matching: 0, available: 0, records: 0 };
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      sent.push([url, init.body as string | undefined]);
      return new Response(JSON.stringify(answer satisfies Partial<RecordsPage>));
    });
    const query = { workflow: "a", place: "node.out", revision: "r", selection: { sort: "x" } };
    const all = Array.from({ length: 6_000 }, (_, at) => at);
    await new Records({ ...query, rows: all.slice(0, 5) }).get(0);
    await new Records({ ...query, rows: all }).get(0);
    expect(sent[0]?.[0]).toContain("rows=0%2C1%2C2%2C3%2C4");
    expect(sent[0]?.[1]).toBeUndefined();
    expect(sent[1]?.[0]).toMatch(/records$/);
    expect(JSON.parse(sent[1]?.[1] ?? "")).toMatchObject({ sort: "x", limit: PAGE, rows: all.join(",") });
  });
});
