/** The runs of this workflow, newest first, and what took how long in the one that is shown. */
import { History } from "lucide-react";
import { useEffect } from "react";
import type { RunInfo } from "@/model/types";
import { useRun } from "@/state/run";
import { useWorkflow } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import styles from "./HistoryTab.module.css";
import { NodeTimes } from "./NodeTimes";
import { RunRow } from "./RunRow";
import { Trouble } from "./Trouble";
import { useAnswer } from "./useAnswer";

const MOST = 100;
const POLL_MS = 5_000;

export default function HistoryTab() {
  const workflow = useWorkflow((state) => state.path);
  const shown = useRun((state) => state.info?.id);
  const status = useRun((state) => state.info?.status);
  const { body, error, retry } = useAnswer<RunInfo[]>(
    "/runs",
    { workflow, limit: MOST },
    `${shown} ${status}`,
  );
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) retry();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [retry]);
  if (error) return <Trouble error={error} onRetry={retry} />;
  if (!body) return null;
  if (!body.length)
    return <EmptyHint icon={History}>This workflow has not run yet. Its runs are listed here.</EmptyHint>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls by keys
    <section className={styles.tab} tabIndex={0} aria-label="History">
      <table className={styles.table}>
        <caption className="visually-hidden">Runs of this workflow</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">When</th>
            <th scope="col">Took</th>
            <th scope="col">What</th>
            <th scope="col">Warnings</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {body.map((run) => (
            <RunRow key={run.id} run={run} isShown={run.id === shown} onChange={retry} />
          ))}
        </tbody>
      </table>
      <NodeTimes />
    </section>
  );
}
