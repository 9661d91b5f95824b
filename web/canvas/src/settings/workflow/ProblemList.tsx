/** All problems of the workflow; choosing one leads to its setting. */
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { nodeLabel } from "@/model/labels";
import { useCatalog } from "@/state/catalog";
import { useValidation } from "@/state/validation";
import { useDocument } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import { focusField } from "../focus";
import styles from "./ProblemList.module.css";

export function ProblemList() {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const { validation, trouble } = useValidation();
  if (trouble) return <p className={styles.trouble}>{`Not checked: ${trouble}`}</p>;
  if (!validation.problems.length)
    return <EmptyHint icon={CircleCheck}>No problems: the workflow is ready to run</EmptyHint>;
  return (
    <ul className={styles.list}>
      {validation.problems.map((problem) => {
        const { node, message } = problem;
        const warns = problem.severity === "warning";
        const Icon = warns ? TriangleAlert : CircleAlert;
        const text = (
          <>
            <Icon
              size={14}
              role="img"
              aria-label={warns ? "Warning:" : "Error:"}
              className={warns ? styles.warning : styles.error}
            />
            <span>
              {node && <strong>{`${nodeLabel(workflow, node, tools)}: `}</strong>}
              {message}
            </span>
          </>
        );
        return (
          <li key={`${node} ${problem.field} ${message}`}>
            {node && workflow.nodes[node] ? (
              <button type="button" onClick={() => focusField(node, problem.field)}>
                {text}
              </button>
            ) : (
              <span className={styles.line}>{text}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
