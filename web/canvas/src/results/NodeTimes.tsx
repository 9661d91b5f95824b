/** What took how long in the run that is shown. */
import { useMemo } from "react";
import { nodeLabel } from "@/model/labels";
import { duration } from "@/model/text";
import { useCatalog } from "@/state/catalog";
import { useRun } from "@/state/run";
import { useDocument } from "@/state/workflow";
import { jumpTo } from "./jump";
import styles from "./NodeTimes.module.css";

export function NodeTimes() {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const nodes = useRun((state) => state.view?.nodes);
  const rows = useMemo(
    () =>
      Object.entries(nodes ?? {})
        .map(([node, view]) => ({ node, seconds: view.seconds ?? 0, state: view.state }))
        .filter((each) => each.seconds > 0)
        .sort((one, other) => other.seconds - one.seconds),
    [nodes],
  );
  if (!rows.length) return null;
  const most = rows[0]?.seconds ?? 1;
  return (
    <section className={styles.section} aria-label="What took how long">
      <h3>What took how long in the shown run</h3>
      <ul>
        {rows.map(({ node, seconds }) => (
          <li key={node}>
            <button type="button" disabled={!(node in workflow.nodes)} onClick={() => jumpTo(node, null)}>
              <span className={styles.name}>{nodeLabel(workflow, node, tools)}</span>
              <span className={styles.track}>
                <span style={{ width: `${(seconds / most) * 100}%` }} />
              </span>
              <span className={styles.time}>{duration(seconds)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
