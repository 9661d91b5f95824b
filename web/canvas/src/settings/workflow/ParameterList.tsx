/** The parameters of the workflow: values that are set from outside, and used by settings. */
import { Plus } from "lucide-react";
import { useRef } from "react";
import { flushSync } from "react-dom";
import { setParameter } from "@/model/commands/parameters";
import { freshName } from "@/model/names";
import { edit, useDocument } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { ParameterCard } from "./ParameterCard";
import styles from "./WorkflowPage.module.css";

export function ParameterList() {
  const { parameters } = useDocument();
  const section = useRef<HTMLElement>(null);
  const names = Object.keys(parameters);
  const add = () => {
    const name = freshName("parameter", names);
    flushSync(() =>
      edit("Add a parameter", (now) =>
        setParameter(now, name, { type: "text", default: "" as unknown as Record<string, unknown> }),
      ),
    );
    const inputs = section.current?.querySelectorAll<HTMLInputElement>("[data-parameter] input");
    [...(inputs ?? [])].find((input) => input.value === name)?.focus();
  };
  return (
    <section ref={section} className={styles.section} aria-labelledby="workflow-parameters">
      <h3 id="workflow-parameters">Parameters</h3>
      {names.length === 0 && (
        <p className={styles.hint}>
          None yet. A parameter is a value that is set from outside, such as a folder or a number of epochs;
          any setting can use it.
        </p>
      )}
      {Object.entries(parameters).map(([name, parameter], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name is edited here, and the focus stays meanwhile
        <ParameterCard key={index} name={name} parameter={parameter} />
      ))}
      <Button kind="quiet" icon={Plus} className={styles.add} onClick={add}>
        Add a parameter
      </Button>
    </section>
  );
}
