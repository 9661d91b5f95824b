/** How the validation pictures were judged, once a training is done. */
import type { Evaluation } from "@/model/types";
import { Trouble } from "@/results/Trouble";
import { useAnswer } from "@/results/useAnswer";
import { useCatalog } from "@/state/catalog";
import { look } from "@/state/looking";
import { useResults } from "@/state/results";
import { useDocument, useWorkflow } from "@/state/workflow";
import { Confusion } from "./Confusion";
import styles from "./Lesson.module.css";
import { learned } from "./learned";
import { Mistakes } from "./Mistakes";
import { behind, cellTitle } from "./mistakes";

export function Lesson({ node }: { node: string }) {
  const path = useWorkflow((state) => state.path);
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const revision = useResults(
    (state) => Object.values(state.index.outputs).find((output) => output.node === node)?.revision,
  );
  const { body, error, retry } = useAnswer<Evaluation>(
    revision ? `/results/${node}/evaluation` : null,
    { workflow: path },
    revision,
  );
  if (!revision)
    return (
      <p className={styles.none}>What it takes for something else is shown here once a training is done.</p>
    );
  if (error) return <Trouble error={error} onRetry={retry} />;
  if (!body) return null;
  const { input, place, column } = learned(workflow, node, tools);
  const open = (numbers: number[], title: string) => {
    if (input) look({ node, anchor: input, side: "input" }, "pictures", { numbers, title });
  };
  return (
    <div className={styles.lesson}>
      <Confusion
        evaluation={body}
        onCell={(truth, predicted) => open(behind(body, truth, predicted), cellTitle(body, truth, predicted))}
      />
      <Mistakes
        evaluation={body}
        place={place}
        column={column}
        onAll={(rows) => open(rows, "All mistakes, the surest first")}
      />
    </div>
  );
}
