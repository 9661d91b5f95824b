/** What is wrong with the workflow before it runs; each jumps to where it is. */
import { CircleCheck } from "lucide-react";
import { faultOf } from "@/settings/faults";
import { useCatalog } from "@/state/catalog";
import { useValidation } from "@/state/validation";
import { useDocument } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import { jumpTo } from "./jump";
import { LevelIcon } from "./LevelIcon";
import styles from "./ProblemsTab.module.css";

export function ProblemsTab() {
  const problems = useValidation((state) => state.validation.problems);
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  if (!problems.length) return <EmptyHint icon={CircleCheck}>Nothing is wrong with the workflow.</EmptyHint>;
  const ordered = problems.toSorted((one, other) => rank(one.severity) - rank(other.severity));
  return (
    <ul className={styles.list} aria-label="Problems">
      {ordered.map((problem) => {
        const { node, field, message, severity } = problem;
        return (
          <li key={`${node} ${field} ${message}`}>
            <button type="button" disabled={!node} onClick={() => jumpTo(node, field)}>
              <LevelIcon level={severity === "warning" ? "warning" : "error"} />
              <strong>{faultOf(workflow, problem, tools) || "Workflow"}</strong>
              <span className={styles.message}>{message}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const rank = (severity: string | undefined): number => (severity === "warning" ? 1 : 0);
