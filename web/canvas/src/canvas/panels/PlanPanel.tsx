/** What would run, as a list: its lines lead to the nodes. */
import { X } from "lucide-react";
import { nodeLabel } from "@/model/labels";
import { counted } from "@/model/text";
import { focusField } from "@/settings/focus";
import { useCatalog } from "@/state/catalog";
import { useDocument } from "@/state/workflow";
import { IconButton } from "@/ui/IconButton";
import { focusNode } from "../focus";
import { hidePlan, planWords, usePlan } from "../state/plan";
import styles from "./PlanPanel.module.css";

export function PlanPanel() {
  const plan = usePlan((state) => state.plan);
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  if (!plan) return null;
  const nodes = Object.entries(plan.nodes).filter(([name]) => workflow.nodes[name]);
  const running = nodes.filter(([, each]) => each.action === "run").length;
  const kept = nodes.filter(([, each]) => each.action === "kept").length;
  return (
    <section className={styles.panel} aria-label="What would run">
      <header className={styles.head}>
        <strong>
          {plan.problems?.length
            ? "It cannot run yet"
            : `${counted(running, "node")} would run, ${kept} kept`}
        </strong>
        <IconButton icon={X} size={14} label="Hide what would run" onClick={hidePlan} />
      </header>
      {plan.problems?.length ? (
        <ul className={styles.list}>
          {plan.problems.map(({ node, field, message }) => (
            <li key={`${node} ${field} ${message}`}>
              <button type="button" onClick={() => node && focusField(node, field)}>
                {node && <strong>{nodeLabel(workflow, node, tools)}</strong>}
                <span className={styles.trouble}>{message}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <ul className={styles.list}>
          {nodes.map(([name, each]) => (
            <li key={name}>
              <button type="button" onClick={() => focusNode(name)}>
                <strong>{nodeLabel(workflow, name, tools)}</strong>
                <span>{planWords(each)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
