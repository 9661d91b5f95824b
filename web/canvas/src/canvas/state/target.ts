/** What a drag would go to if it ended now. */
import { create } from "zustand";

export interface Target {
  /** An anchor that the dropped tool would be connected with, `node.anchor`. */
  anchor: string | null;
  /** A connection that it would be put into. */
  connection: string | null;
  /** A container that it would lie in. */
  container: string | null;
}

export const NO_TARGET: Target = { anchor: null, connection: null, container: null };

export const useTarget = create<Target>(() => NO_TARGET);

/** Point out a target; an unchanged one wakes nobody. */
export function aimAt(target: Target): void {
  const now = useTarget.getState();
  const isSame =
    now.anchor === target.anchor &&
    now.connection === target.connection &&
    now.container === target.container;
  if (!isSame) useTarget.setState(target);
}
