/** Where things stand while they are dragged or resized: the document hears of it once, at the end. */
import { create } from "zustand";

export interface Moved {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

interface MovingState {
  /** By drawn id. */
  places: ReadonlyMap<string, Moved>;
}

const NOWHERE: ReadonlyMap<string, Moved> = new Map();

export const useMoving = create<MovingState>(() => ({ places: NOWHERE }));

export function movePlaces(changes: Iterable<readonly [string, Moved]>): void {
  const places = new Map(useMoving.getState().places);
  for (const [id, moved] of changes) places.set(id, { ...places.get(id), ...moved });
  useMoving.setState({ places });
}

export function settlePlaces(): void {
  if (useMoving.getState().places.size) useMoving.setState({ places: NOWHERE });
}
