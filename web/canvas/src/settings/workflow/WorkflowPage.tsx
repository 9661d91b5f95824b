/** The workflow as a whole, shown while nothing is selected: title, description, parameters, problems. */
import { useRef } from "react";
import { setMeta } from "@/model/commands/parameters";
import { counted } from "@/model/text";
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
  const problems = useValidation(({ validation }) => validation.problems);
  const list = useRef<HTMLElement>(null);
  const isWrong = problems.some((problem) => problem.severity !== "warning");
  return (
    <>
      <PageHeader title={title || "Workflow"} summary={path || "Not saved yet"}>
        {problems.length > 0 && (
          <button
            type="button"
            className={styles.count}
            data-wrong={isWrong || undefined}
            onClick={() => {
              list.current?.scrollIntoView?.({ block: "end" });
              list.current?.querySelector<HTMLElement>("button")?.focus();
            }}
          >
            {counted(problems.length, "problem")}
          </button>
        )}
      </PageHeader>
      <div className={styles.body}>
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
        {/* At the end, where what comes and goes moves no field. */}
        <section ref={list} className={styles.section} aria-labelledby="workflow-problems">
          <h3 id="workflow-problems">Problems</h3>
          <ProblemList />
        </section>
      </div>
    </>
  );
}
