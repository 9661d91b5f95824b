/** While a setting has the focus the others stay where they are, though problems come and go. */
import { createContext, type FocusEvent, useContext, useState } from "react";
import type { ProblemAt } from "@/model/types";

/** The problems when the focus came into the settings; null while it is elsewhere. */
export type Holding = readonly ProblemAt[] | null;

export const HoldingContext = createContext<Holding>(null);
export const useHolding = (): Holding => useContext(HoldingContext);

interface Listeners {
  onFocus: () => void;
  onBlur: (event: FocusEvent<HTMLElement>) => void;
}

/** What is held, and the listeners of the element around the settings. */
export function useFocusHolding(problems: readonly ProblemAt[]): [Holding, Listeners] {
  const [holding, setHolding] = useState<Holding>(null);
  const onFocus = () => setHolding((now) => now ?? problems);
  const onBlur: Listeners["onBlur"] = ({ currentTarget, relatedTarget }) => {
    if (!currentTarget.contains(relatedTarget)) setHolding(null);
  };
  return [holding, { onFocus, onBlur }];
}
