/** All problems of the workflow; choosing one leads to its setting. */
import { CircleAlert, CircleCheck, MousePointerClick, TriangleAlert } from "lucide-react";
import type { Workflow } from "@/model/document";
import type { ProblemAt } from "@/model/types";
import { useCatalog } from "@/state/catalog";
import { useValidation } from "@/state/validation";
import { useDocument } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import { faultOf } from "../faults";
import { focusField, focusParameter } from "../focus";
import styles from "./ProblemList.module.css";

export function ProblemList() {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const { validation, trouble } = useValidation();
  if (trouble) return <p className={styles.trouble}>{`Not checked: ${trouble}`}</p>;
  if (!validation.problems.length && !Object.keys(workflow.nodes).length)
    return (
      <EmptyHint icon={MousePointerClick}>
        Nothing to run yet. Drag a first tool from the palette onto the canvas, such as Image Input for
        pictures or Input Data for a table.
      </EmptyHint>
    );
  if (!validation.problems.length)
    return <EmptyHint icon={CircleCheck}>No problems: the workflow is ready to run</EmptyHint>;
  return (
    <ul className={styles.list}>
      {validation.problems.map((problem) => {
        const { node, message } = problem;
        const warns = problem.severity === "warning";
        const Icon = warns ? TriangleAlert : CircleAlert;
        const lead = leadTo(workflow, problem);
        const text = (
          <>
            <Icon
              size={14}
              role="img"
              aria-label={warns ? "Warning:" : "Error:"}
              className={warns ? styles.warning : styles.error}
            />
            <span>
              {node && <strong>{`${faultOf(workflow, problem, tools)}: `}</strong>}
              {message}
            </span>
          </>
        );
        return (
          <li key={`${node} ${problem.field} ${message}`}>
            {lead ? (
              <button type="button" onClick={lead}>
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

/** What leads to where a problem is; null where that is the workflow as a whole. */
function leadTo(workflow: Workflow, { node, field }: ProblemAt): (() => void) | null {
  if (node) return workflow.nodes[node] ? () => focusField(node, field) : null;
  const parameter = field?.match(/^parameters\.([^.]+)/)?.[1];
  return parameter && workflow.parameters[parameter] ? () => focusParameter(parameter) : null;
}
