/** Where things stand while they are dragged, copied or resized: the document hears of it once, at the end. */
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
  /** Things stay where they are, and copies of them go to the places. */
  copying: boolean;
}

export const NOWHERE: ReadonlyMap<string, Moved> = new Map();

export const useMoving = create<MovingState>(() => ({ places: NOWHERE, copying: false }));

export function movePlaces(changes: Iterable<readonly [string, Moved]>): void {
  const places = new Map(useMoving.getState().places);
  for (const [id, moved] of changes) places.set(id, { ...places.get(id), ...moved });
  useMoving.setState({ places });
}

export const startCopies = (): void => useMoving.setState({ copying: true });

export function settlePlaces(): void {
  const { places, copying } = useMoving.getState();
  if (places.size || copying) useMoving.setState({ places: NOWHERE, copying: false });
}
