/** Parts that load on demand, where the service is away or gone on to another version. */
import { expect, test, vi } from "vitest";
import { patiently } from "@/ui/late";

const gone = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module"));

test("a part is loaded as soon as the service answers again", async () => {
  const load = vi.fn<() => Promise<string>>().mockImplementationOnce(gone).mockResolvedValue("the part");
  const answers = vi.fn(() => Promise.resolve(answers.mock.calls.length > 3));
  expect(await patiently(load, answers, 1)).toBe("the part");
  expect(answers).toHaveBeenCalledTimes(4);
});

test("a part that the service no longer has is told at once", async () => {
  const load = vi.fn(gone);
  await expect(patiently(load, () => Promise.resolve(true), 1)).rejects.toThrow("dynamically imported");
  expect(load).toHaveBeenCalledTimes(2);
});
