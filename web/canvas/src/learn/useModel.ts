/** The model on an anchor: its card, and the model itself loaded ahead of the first picture. */
import { useEffect, useState } from "react";
import { request } from "@/api/client";
import { splitPlace } from "@/model/document";
import type { ModelCard } from "@/model/types";
import { useAnswer } from "@/results/useAnswer";
import { type OutputState, useOutputState } from "@/results/useOutputState";
import { useOutput } from "@/state/results";
import { useIsLive } from "@/state/run";
import { useWorkflow } from "@/state/workflow";

/** `cold`: it will be loaded with the first picture. */
export type Warmth = "cold" | "loading" | "warm";

export interface Trained {
  state: OutputState;
  card: ModelCard | null;
  warmth: Warmth;
  error: Error | null;
  retry: () => void;
}

export function useModel(place: string | null): Trained {
  const workflow = useWorkflow((state) => state.path);
  const state = useOutputState(place);
  const output = useOutput(place ?? "");
  const [node, anchor] = splitPlace(place ?? ".");
  const { body, error, retry } = useAnswer<ModelCard>(
    state === "there" ? "/models" : null,
    { workflow, node, anchor },
    output?.revision,
  );
  return { state, card: body, warmth: useWarmth(body), error, retry };
}

/** Loads a model while one still looks at its curves; not beside a run, which needs the processor. */
function useWarmth(card: ModelCard | null): Warmth {
  const isLive = useIsLive();
  const [known, setKnown] = useState<{ hash: string; warmth: Warmth }>({ hash: "", warmth: "cold" });
  const { hash, at } = card ?? { hash: "", at: "" };
  const wanted = isLive ? "" : hash;
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    setKnown({ hash: wanted, warmth: "loading" });
    request(`/models/${wanted}/warm`, { method: "POST", query: { at }, signal: stop.signal })
      .then(() => setKnown({ hash: wanted, warmth: "warm" }))
      .catch(() => {
        // What is wrong with it is said when a picture is tried.
        if (!stop.signal.aborted) setKnown({ hash: wanted, warmth: "cold" });
      });
    return () => stop.abort();
  }, [wanted, at]);
  return known.hash === hash ? known.warmth : "cold";
}
