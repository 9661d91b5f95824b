/** A training as it goes, and what came of it: curves, confusion matrix, mistakes, a picture to try. */
import { GraduationCap } from "lucide-react";
import { nodeLabel } from "@/model/labels";
import type { Target } from "@/results/looked";
import { useCatalog } from "@/state/catalog";
import { useResults } from "@/state/results";
import { useRun } from "@/state/run";
import { useValidation } from "@/state/validation";
import { useDocument } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import { Course } from "./Course";
import styles from "./LearningTab.module.css";
import { Lesson } from "./Lesson";
import { modelPlace, trainingNode } from "./learned";
import { TrainedModel } from "./TrainedModel";
import { useTraining } from "./useTraining";

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
  if (!node && !model)
    return (
      <EmptyHint icon={GraduationCap}>
        Add Image Recognition, connect pictures and run: its curves, mistakes and model are shown here.
      </EmptyHint>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long page scrolls by keys
    <section className={styles.tab} tabIndex={0} aria-label="Learning">
      {node && <Trained node={node} label={nodeLabel(workflow, node, tools)} />}
      {model && <TrainedModel place={model} />}
    </section>
  );
}

function Trained({ node, label }: { node: string; label: string }) {
  const training = useTraining(node);
  return (
    <>
      <Course label={label} training={training} />
      {!training.isAtWork && <Lesson node={node} />}
    </>
  );
}

/** Nodes with curves, as one text, so that it is the same as long as they are. */
function learningNodes(nodes: Readonly<Record<string, { metrics: object }>> = {}): string {
  return Object.entries(nodes)
    .filter(([, view]) => Object.keys(view.metrics).length > 0)
    .map(([name]) => name)
    .join("\n");
}
