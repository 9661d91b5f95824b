/** Of which training a part tells, where that is not the one that the workflow asks for now. */
import { CircleStop, GraduationCap } from "lucide-react";
import { OutdatedNote, RunNote } from "@/results/OutdatedNote";
import type { LearningPart } from "@/state/desk";
import type { Training } from "./useTraining";

interface Props {
  node: string;
  part: LearningPart;
  training: Training;
  /** There is a model of an earlier training. */
  hasModel: boolean;
}

/** Whether a part tells of a model: there is none of a training that is at work, or was stopped. */
export const tellsOfModel = (part: LearningPart): boolean => part !== "curves" && part !== "numbers";

export function TrainingNote({ node, part, training, hasModel }: Props) {
  const { broken, isAtWork } = training;
  const isOfModel = tellsOfModel(part);
  if (isAtWork) {
    if (part === "mistakes" || !isOfModel || !hasModel) return null;
    return (
      <RunNote icon={GraduationCap}>
        Of the training before: the one at work gives its model at its end.
      </RunNote>
    );
  }
  if (!broken) return <OutdatedNote node={node} />;
  if (!isOfModel)
    return <RunNote icon={CircleStop} node={node}>{`This training ${broken} and gave no model.`}</RunNote>;
  if (!hasModel) return null;
  return <RunNote icon={CircleStop} node={node}>{`Of the training before: the last ${broken}.`}</RunNote>;
}
