/** Small pictures are asked for together, and those that scrolled away not at all. */
import { expect, test, vi } from "vitest";
import type { SmallPictures } from "@/model/types";
import { type PictureAt, Thumbnails } from "@/results/thumbnails";

const cells = (count: number): PictureAt[] =>
  Array.from({ length: count }, (_, index) => ({ hash: `h${index}`, at: `a${index}` }));

const answer = (asked: readonly PictureAt[]): SmallPictures => ({
  pictures: Object.fromEntries(asked.map(({ hash }) => [hash, `data:${hash}`])),
  troubles: {},
});

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("what is wanted at once is asked for together, and heard by everyone who wants it", async () => {
  const fetch = vi.fn(async (_: number, asked: readonly PictureAt[]) => answer(asked));
  const thumbnails = new Thumbnails(fetch);
  const heard: (string | null)[] = [];
  for (const cell of [...cells(40), ...cells(1)]) thumbnails.want(cell, 64, (source) => heard.push(source));
  await settled();
  expect(fetch.mock.calls.map(([, asked]) => asked.length)).toEqual([32, 8]);
  expect(heard).toHaveLength(41);
  expect(thumbnails.at({ hash: "h7", at: "" }, 64)).toBe("data:h7");
  expect(thumbnails.at({ hash: "h7", at: "" }, 128)).toBeUndefined();
});

test("pictures that scrolled away before their turn are not asked for", async () => {
  const open: (() => void)[] = [];
  const fetch = vi.fn(
    (_: number, asked: readonly PictureAt[]) =>
      new Promise<SmallPictures>((resolve) => open.push(() => resolve(answer(asked)))),
  );
  const thumbnails = new Thumbnails(fetch);
  const leave = cells(200).map((cell) => thumbnails.want(cell, 64, () => undefined));
  await settled();
  for (const each of leave) each();
  for (const each of open) each();
  await settled();
  expect(fetch).toHaveBeenCalledTimes(3);
});

test("a picture that cannot be read is known as such; one that got no answer is asked for again", async () => {
  const fetch = vi
    .fn<(width: number, asked: readonly PictureAt[]) => Promise<SmallPictures>>()
    .mockRejectedValueOnce(new Error("away"))
    .mockResolvedValue({ pictures: {}, troubles: { h0: "it is no picture" } });
  const thumbnails = new Thumbnails(fetch);
  const [cell] = cells(1) as [PictureAt];
  const hear = vi.fn();
  thumbnails.want(cell, 64, hear);
  await settled();
  expect(thumbnails.at(cell, 64)).toBeUndefined();
  thumbnails.want(cell, 64, hear);
  await settled();
  expect(thumbnails.at(cell, 64)).toBeNull();
  expect(hear.mock.calls).toEqual([[null], [null]]);
});
