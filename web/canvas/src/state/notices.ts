/** Short messages: shown for a while, and read aloud. */
import { create } from "zustand";

export interface Notice {
  id: number;
  level: "info" | "error";
  text: string;
  action?: { label: string; run: () => void };
}

interface NoticesState {
  notices: readonly Notice[];
  /** The last thing to be read aloud. */
  spoken: string;
}

export const useNotices = create<NoticesState>(() => ({ notices: [], spoken: "" }));

let last = 0;

/** Show a message; errors stay until they are closed. */
export function notify(level: Notice["level"], text: string, action?: Notice["action"]): void {
  last += 1;
  const id = last;
  useNotices.setState((state) => ({
    notices: [...state.notices.slice(-3), { id, level, text, action }],
    spoken: text,
  }));
  if (level === "info") setTimeout(() => dismiss(id), 6_000);
}

export function dismiss(id: number): void {
  useNotices.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** Read aloud without showing: what changed on the canvas by keyboard. */
export function announce(text: string): void {
  useNotices.setState({ spoken: text });
}

/** Run something that may fail, and say why it did. */
export async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notify("error", error instanceof Error ? error.message : String(error));
  }
}
