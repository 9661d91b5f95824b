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
  /** The last thing to be read aloud; an error interrupts. The number tells a repetition from the first time. */
  spoken: { text: string; urgent: boolean; number: number };
}

export const useNotices = create<NoticesState>(() => ({
  notices: [],
  spoken: { text: "", urgent: false, number: 0 },
}));

let last = 0;

/** Show a message; errors stay until they are closed. Gives what `dismiss` takes. */
export function notify(level: Notice["level"], text: string, action?: Notice["action"]): number {
  last += 1;
  const id = last;
  // The same trouble again replaces what says so already.
  const others = useNotices.getState().notices.filter((notice) => notice.text !== text);
  useNotices.setState((state) => ({
    notices: [...others.slice(-3), { id, level, text, action }],
    spoken: { text, urgent: level === "error", number: state.spoken.number + 1 },
  }));
  if (level === "info") setTimeout(() => dismiss(id), action ? 12_000 : 6_000);
  return id;
}

export function dismiss(id: number): void {
  useNotices.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** Read aloud without showing: what changed on the canvas by keyboard. */
export function announce(text: string): void {
  useNotices.setState(({ spoken }) => ({ spoken: { text, urgent: false, number: spoken.number + 1 } }));
}

/** Run something that may fail, and say why it did. */
export async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notify("error", error instanceof Error ? error.message : String(error));
  }
}
