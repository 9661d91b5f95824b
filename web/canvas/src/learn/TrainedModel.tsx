/** A model that is on an anchor: a picture to try it on, or its card. */
import { GraduationCap } from "lucide-react";
import { Trouble } from "@/results/Trouble";
import { EmptyHint } from "@/ui/EmptyHint";
import { ModelFacts } from "./ModelFacts";
import { TryPicture } from "./TryPicture";
import type { Trained } from "./useModel";

const HINTS = {
  there: "",
  coming: "The model is here when the training is done.",
  gone: "The model was removed to save space. Run the workflow to have it again.",
  none: "Run the workflow to have a model here.",
};

export function TrainedModel({ trained, part }: { trained: Trained; part: "try" | "model" }) {
  const { state, card, warmth, error, retry } = trained;
  if (error) return <Trouble error={error} onRetry={retry} />;
  if (state !== "there") return <EmptyHint icon={GraduationCap}>{HINTS[state]}</EmptyHint>;
  if (!card) return null;
  if (part === "model") return <ModelFacts model={card} />;
  return <TryPicture key={card.hash} hash={card.hash} at={card.at} warmth={warmth} />;
}
