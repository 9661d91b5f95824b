/**
 * Which files have unsaved work in a window of this browser: what one window still shows, another does not offer to
 * restore. A window that crashed holds nothing. Where the browser has no locks, as over the net without TLS, each
 * window offers what it finds.
 */
import { useWorkflow } from "@/state/workflow";

const PREFIX = "weft-unsaved:";

const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/** Let other windows know while work is unsaved here; gives what ends it. */
export function watchUnsaved(): () => void {
  let held = "";
  let release = () => {};
  const follow = () => {
    const { path, history, saved } = useWorkflow.getState();
    const wanted = path && history.present !== saved ? path : "";
    if (wanted === held) return;
    release();
    held = wanted;
    release = held ? hold(PREFIX + held) : () => {};
  };
  follow();
  const leave = useWorkflow.subscribe(follow);
  return () => {
    leave();
    release();
  };
}

function hold(name: string): () => void {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  void locks()?.request(name, { mode: "shared" }, () => released);
  return release;
}

/** Whether a window has unsaved work of a file; for a file that is not open in this one. */
export async function isUnsavedElsewhere(path: string): Promise<boolean> {
  const { held = [] } = (await locks()?.query()) ?? {};
  return held.some(({ name }) => name === PREFIX + path);
}
