/** Where the view is, told a few times a second: what shows it need not be laid out anew in every frame. */
import { useStoreApi } from "@xyflow/react";
import { useEffect, useState } from "react";

const CALM_MS = 80;

/** x and y of the drawing in pixels, and its scale. */
export function useCalmTransform(): readonly [number, number, number] {
  const store = useStoreApi();
  const [transform, setTransform] = useState(store.getState().transform);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      setTransform(store.getState().transform);
    };
    tell();
    const leave = store.subscribe((state, before) => {
      if (state.transform !== before.transform) timer ??= setTimeout(tell, CALM_MS);
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [store]);
  return transform;
}
