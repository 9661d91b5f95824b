/** What is on the anchor that is looked at: records, pictures, profile, learning, report, messages. */
import { memo, Suspense } from "react";
import { useCatalog } from "@/state/catalog";
import { useDesk } from "@/state/desk";
import { useValidation } from "@/state/validation";
import { useDocument } from "@/state/workflow";
import { AnchorList } from "./AnchorList";
import { targetTitle, useTarget } from "./looked";
import styles from "./ResultsPanel.module.css";
import { PANEL, ResultsTabs } from "./ResultsTabs";
import { TabContent } from "./TabContent";

/** Tabs that show the workflow rather than one anchor. */
const OF_WORKFLOW: ReadonlySet<string> = new Set(["messages", "problems", "history"]);

const Content = memo(TabContent);

export function ResultsPanel() {
  const target = useTarget();
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const hasProblems = useValidation((state) => state.validation.problems.length > 0);
  const wanted = useDesk((state) => state.resultsTab);
  // Problems go when they are mended.
  const tab = wanted === "problems" && !hasProblems ? "messages" : wanted;
  const title = target ? targetTitle(workflow, target, tools) : "";
  return (
    <div className={styles.panel}>
      <div className={styles.top}>
        <ResultsTabs place={target?.place ?? ""} current={tab} />
        <span className={styles.title} title={title}>
          {title}
        </span>
      </div>
      <div className={styles.body}>
        {target && !OF_WORKFLOW.has(tab) && <AnchorList target={target} />}
        <div id={PANEL} role="tabpanel" aria-label={`Results: ${tab}`} className={styles.content}>
          <Suspense>
            <Content tab={tab} target={target} title={title} />
          </Suspense>
        </div>
      </div>
    </div>
  );
}
