/** The workflow as a whole, shown while nothing is selected: title, description, parameters, problems. */
import { setMeta } from "@/model/commands/parameters";
import { useValidation } from "@/state/validation";
import { edit, useDocument, useWorkflow } from "@/state/workflow";
import { DraftField } from "../form/DraftField";
import { PageHeader } from "../selection/PageHeader";
import { ParameterList } from "./ParameterList";
import { ProblemList } from "./ProblemList";
import styles from "./WorkflowPage.module.css";

export function WorkflowPage() {
  const { title, description } = useDocument();
  const path = useWorkflow((state) => state.path);
  const hasProblems = useValidation(
    ({ validation, trouble }) => validation.problems.length > 0 || trouble !== "",
  );
  // What is wrong comes first; that all is well can wait.
  const problems = (
    <section key="problems" className={styles.section} aria-labelledby="workflow-problems">
      <h3 id="workflow-problems">Problems</h3>
      <ProblemList />
    </section>
  );
  return (
    <>
      <PageHeader title={title || "Workflow"} summary={path || "Not saved yet"} />
      <div className={styles.body}>
        {hasProblems && problems}
        <DraftField
          label="Title"
          value={title}
          placeholder={
            path
              .split("/")
              .at(-1)
              ?.replace(/\.workflow\.json$/, "") || "What it is called"
          }
          onChange={(text) =>
            edit("Set the title", (now) => setMeta(now, { title: text }), { gesture: "title" })
          }
        />
        <DraftField
          label="Description"
          long
          value={description}
          placeholder="What it does and what it needs"
          onChange={(text) =>
            edit("Set the description", (now) => setMeta(now, { description: text }), {
              gesture: "description",
            })
          }
        />
        <ParameterList />
        {!hasProblems && problems}
      </div>
    </>
  );
}
