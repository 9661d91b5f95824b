/** A node: what it is, how its training goes, what is wrong with it, its settings. */

import { Suspense } from "react";
import type { ProblemAt } from "@/model/types";
import { useCatalog } from "@/state/catalog";
import { useFailure } from "@/state/failure";
import { useResults } from "@/state/results";
import { useNodeView } from "@/state/run";
import { useProblems } from "@/state/validation";
import { useDocument } from "@/state/workflow";
import { late } from "@/ui/late";
import { Problems } from "@/ui/Problems";
import { SettingsForm } from "../form/SettingsForm";

import { NodeHeader } from "./NodeHeader";
import styles from "./NodePage.module.css";
import { NodeState } from "./NodeState";

const LearningCard = late(() => import("@/learn/LearningCard"));

export function NodePage({ node }: { node: string }) {
  const workflow = useDocument();
  const tool = useCatalog((state) => state.tools.get(workflow.nodes[node]?.tool ?? ""));
  const found = useProblems(node);
  const failure = useFailure(node);
  const isNew = failure && !found.some(({ message }) => message === failure.message);
  const problems = isNew ? [inNode(failure), ...(failure.field ? [failure] : []), ...found] : found;
  return (
    <>
      <NodeHeader node={node} tool={tool} />
      <div className={styles.body}>
        <Learning node={node} />
        <NodeState node={node} />
        {tool ? (
          <SettingsForm node={node} tool={tool} problems={problems} />
        ) : (
          <section aria-label="Settings as they are" className={styles.kept}>
            <p>
              This tool is not installed. Its settings and connections are kept, and it works again once the
              pack that brings it is there.
            </p>
            <Problems problems={problems} />
            <pre>{JSON.stringify(workflow.nodes[node]?.settings, null, 2)}</pre>
          </section>
        )}
      </div>
    </>
  );
}

/** The curves of a node that learns or has learned; they load when there is something to show. */
function Learning({ node }: { node: string }) {
  const learns = Object.keys(useNodeView(node)?.metrics ?? {}).length > 0;
  const learned = useResults((state) => Object.keys(state.index.metrics[node] ?? {}).length > 0);
  if (!learns && !learned) return null;
  return (
    <Suspense fallback={null}>
      <LearningCard node={node} />
    </Suspense>
  );
}

/** The failure as one of the node as a whole. */
const inNode = (failure: ProblemAt): ProblemAt => ({
  ...failure,
  field: null,
  message: `The last run failed here: ${failure.message}`,
});
