/** A model that is on an anchor: its card, and a picture to try it on. */
import { splitPlace } from "@/model/document";
import type { ModelCard } from "@/model/types";
import { Trouble } from "@/results/Trouble";
import { useAnswer } from "@/results/useAnswer";
import { useOutputState } from "@/results/useOutputState";
import { useOutput } from "@/state/results";
import { useWorkflow } from "@/state/workflow";
import { ModelFacts } from "./ModelFacts";
import { TryPicture } from "./TryPicture";

export function TrainedModel({ place }: { place: string }) {
  const workflow = useWorkflow((state) => state.path);
  const state = useOutputState(place);
  const output = useOutput(place);
  const [node, anchor] = splitPlace(place);
  const { body, error, retry } = useAnswer<ModelCard>(
    state === "there" ? "/models" : null,
    { workflow, node, anchor },
    output?.revision,
  );
  if (error) return <Trouble error={error} onRetry={retry} />;
  if (!body) return null;
  return (
    <>
      <TryPicture key={body.hash} hash={body.hash} at={body.at} />
      <ModelFacts model={body} />
    </>
  );
}
