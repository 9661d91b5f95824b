/** How far away the drawing is: from afar its texts, then its details, are left out. */
import { useStore } from "@xyflow/react";

export const useIsFar = (): boolean => useStore((state) => state.transform[2] < 0.45);
export const useIsVeryFar = (): boolean => useStore((state) => state.transform[2] < 0.4);
