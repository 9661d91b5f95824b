/** Short messages: shown for a while, and read aloud. */
import { create } from "zustand";
import { useWorkflow } from "./workflow";

export interface Notice {
  id: number;
  /** When it was shown, in milliseconds. */
  at: number;
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

/** An error is read in this time, at the least. */
const READ_MS = 5_000;

let last = 0;

/** Show a message; errors stay until they are closed, or work goes on. Gives what `dismiss` takes. */
export function notify(level: Notice["level"], text: string, action?: Notice["action"]): number {
  last += 1;
  const id = last;
  // The same trouble again replaces what says so already.
  const others = useNotices.getState().notices.filter((notice) => notice.text !== text);
  useNotices.setState((state) => ({
    notices: [...others.slice(-3), { id, at: Date.now(), level, text, action }],
    spoken: { text, urgent: level === "error", number: state.spoken.number + 1 },
  }));
  if (level === "info") setTimeout(() => dismiss(id), action ? 12_000 : 6_000);
  return id;
}

export function dismiss(id: number): void {
  useNotices.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** Take errors away that were read and that the user has moved on from: by an edit, or to another workflow. */
export function watchNotices(): () => void {
  return useWorkflow.subscribe((state, before) => {
    if (state.path === before.path && state.history.present === before.history.present) return;
    const since = Date.now() - READ_MS;
    for (const { id, at, level } of useNotices.getState().notices)
      if (level === "error" && at < since) dismiss(id);
  });
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
