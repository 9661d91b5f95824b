/** A training as it goes, and what came of it, a part at a time: curves, figures, mistakes, a picture to try. */
import { GraduationCap } from "lucide-react";
import { splitPlace } from "@/model/document";
import { nodeLabel } from "@/model/labels";
import type { Target } from "@/results/looked";
import { useCatalog } from "@/state/catalog";
import { useDesk } from "@/state/desk";
import { useResults } from "@/state/results";
import { useIsLive, useRun } from "@/state/run";
import { useValidation } from "@/state/validation";
import { useDocument } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import { Tabs } from "@/ui/Tabs";
import { Figures } from "./Figures";
import styles from "./LearningTab.module.css";
import { learnerOf, modelPlace, trainingNode } from "./learned";
import { TrainedModel } from "./TrainedModel";
import { TrainingNote, tellsOfModel } from "./TrainingNote";
import { TrainingPart } from "./TrainingPart";
import { useModel } from "./useModel";
import { useTraining } from "./useTraining";

const PART = "learning-part";
const OF_TRAINING = [
  { id: "curves", label: "Curves" },
  { id: "numbers", label: "Numbers" },
  { id: "mistakes", label: "Mistakes" },
] as const;
const OF_MODEL = [
  { id: "try", label: "Try a picture" },
  { id: "model", label: "Model" },
] as const;

export default function LearningTab({ target }: { target: Target | null }) {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const schemas = useValidation((state) => state.validation.schemas);
  const kept = useResults((state) => state.index.metrics);
  const learners = useRun((state) => learningNodes(state.view?.nodes));
  const names = new Set(
    [...learners.split("\n"), ...Object.keys(kept)].filter((name) => workflow.nodes[name]),
  );
  const place = target?.place ?? null;
  const node = trainingNode(target?.node ?? "", place, (name) => names.has(name), names);
  const isModel = (output: string) => schemas[output]?.some((column) => column.type === "model") ?? false;
  const model = modelPlace(workflow, node ?? target?.node ?? "", node ? null : place, tools, isModel);
  if (!node && !model) {
    const learner = learnerOf(workflow, tools);
    return <Hint label={learner && nodeLabel(workflow, learner, tools)} />;
  }
  return <Parts node={node} label={node ? nodeLabel(workflow, node, tools) : ""} model={model} />;
}

/** What to do for something to see here. */
function Hint({ label }: { label: string | null }) {
  const isLive = useIsLive();
  const then = "its curves, mistakes and model are shown here.";
  const hint = !label
    ? `Add Image Recognition, connect pictures and run: ${then}`
    : isLive
      ? `${label} has not finished an epoch yet: ${then}`
      : `Press Run: ${label} learns, and ${then}`;
  return <EmptyHint icon={GraduationCap}>{hint}</EmptyHint>;
}

function Parts({ node, label, model }: { node: string | null; label: string; model: string | null }) {
  const training = useTraining(node ?? "");
  const trained = useModel(model);
  const wanted = useDesk((state) => state.learningPart);
  const tabs = [...(node ? OF_TRAINING : []), ...(model ? OF_MODEL : [])];
  const part = tabs.find((each) => each.id === wanted) ?? tabs[0];
  if (!part) return null;
  const isOfBefore = tellsOfModel(part.id) && (training.isAtWork || training.broken !== null);
  return (
    <div className={styles.tab}>
      <TrainingNote
        node={node ?? (model ? splitPlace(model)[0] : "")}
        part={part.id}
        training={training}
        hasModel={trained.state === "there"}
      />
      <div className={styles.bar}>
        <Tabs
          label="What was learned"
          kind="segments"
          tabs={tabs}
          current={part.id}
          onChange={(learningPart) => useDesk.setState({ learningPart })}
          panel={PART}
        />
        {node && !isOfBefore && <Figures training={training} />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long part scrolls by keys */}
      <section id={PART} className={styles.part} tabIndex={0} aria-label={part.label}>
        {part.id === "try" || part.id === "model" ? (
          <TrainedModel trained={trained} part={part.id} />
        ) : (
          node && <TrainingPart node={node} label={label} training={training} part={part.id} />
        )}
      </section>
    </div>
  );
}

/** Nodes with curves, as one text, so that it is the same as long as they are. */
function learningNodes(nodes: Readonly<Record<string, { metrics: object }>> = {}): string {
  return Object.entries(nodes)
    .filter(([, view]) => Object.keys(view.metrics).length > 0)
    .map(([name]) => name)
    .join("\n");
}
