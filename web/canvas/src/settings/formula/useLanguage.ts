/** The formula language, asked for once. */
import { useEffect } from "react";
import { create } from "zustand";
import { get } from "@/api/client";
import type { FormulaLanguage } from "@/model/types";

const NOTHING: FormulaLanguage = { functions: [], keywords: [], operators: [] };

const useKnown = create<{ language: FormulaLanguage; asked: boolean }>(() => ({
  language: NOTHING,
  asked: false,
}));

export function useLanguage(): FormulaLanguage {
  useEffect(() => {
    if (useKnown.getState().asked) return;
    useKnown.setState({ asked: true });
    get<FormulaLanguage>("/formulas/language")
      .then((language) => useKnown.setState({ language }))
      // Without it the editor still edits; the next one asks again.
      .catch(() => useKnown.setState({ asked: false }));
  }, []);
  return useKnown((state) => state.language);
}
