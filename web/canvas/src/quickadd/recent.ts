/** The tools that were added last, the latest first. Remembered by the browser. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

const MOST = 6;

export const useRecentTools = create<{ tools: readonly string[] }>()(
  persist((): { tools: readonly string[] } => ({ tools: [] }), { name: "weft-recent-tools", version: 1 }),
);

export function noteUse(tool: string): void {
  useRecentTools.setState(({ tools }) => ({
    tools: [tool, ...tools.filter((each) => each !== tool)].slice(0, MOST),
  }));
}
