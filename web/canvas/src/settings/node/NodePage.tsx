/** A node: what it is, how its training goes, what is wrong with it, its settings. */

import { Suspense } from "react";
import { useCatalog } from "@/state/catalog";
import { useResults } from "@/state/results";
import { useNodeView } from "@/state/run";
import { useProblems } from "@/state/validation";
import { useDocument } from "@/state/workflow";
import { late } from "@/ui/late";
import { Problems } from "@/ui/Problems";
import { SettingsForm } from "../form/SettingsForm";
import type { Schema } from "../schema/schema";
import { NodeHeader } from "./NodeHeader";
import styles from "./NodePage.module.css";
import { NodeState } from "./NodeState";

const LearningCard = late(() => import("@/learn/LearningCard"));

export function NodePage({ node }: { node: string }) {
  const workflow = useDocument();
  const tool = useCatalog((state) => state.tools.get(workflow.nodes[node]?.tool ?? ""));
  const problems = useProblems(node);
  const properties = (tool?.settings as Schema | undefined)?.properties ?? {};
  // Those of a setting stand at their setting.
  const others = problems.filter(({ field }) => !field || !((field.split(".")[0] ?? "") in properties));
  return (
    <>
      <NodeHeader node={node} tool={tool} />
      <div className={styles.body}>
        <Learning node={node} />
        <NodeState node={node} />
        <Problems problems={others} />
        {tool ? (
          <SettingsForm node={node} tool={tool} />
        ) : (
          <section aria-label="Settings as they are" className={styles.kept}>
            <p>
              This tool is not installed. Its settings and connections are kept, and it works again once the
              pack that brings it is there.
            </p>
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
