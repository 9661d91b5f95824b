/** What a run would do with a node, as a chip on its tile; the reason on hover. */
import { Layers, Pause, Play } from "lucide-react";
import { planWords, useNodePlan } from "../state/plan";
import styles from "./PlanMark.module.css";

const ICONS = { run: Play, kept: Layers, skipped: Pause };
const WORDS = { run: "runs", kept: "kept", skipped: "skipped" };

export function PlanMark({ node }: { node: string }) {
  const plan = useNodePlan(node);
  if (!plan) return null;
  const Icon = ICONS[plan.action];
  return (
    <span className={`${styles.mark} ${styles[plan.action]}`} title={planWords(plan)}>
      <Icon size={10} strokeWidth={2.25} aria-hidden />
      {WORDS[plan.action]}
    </span>
  );
}
