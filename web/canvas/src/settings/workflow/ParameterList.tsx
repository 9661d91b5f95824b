/** The parameters of the workflow: values that are set from outside, and used by settings. */
import { Plus } from "lucide-react";
import { useState } from "react";
import { setParameter } from "@/model/commands/parameters";
import { freshName } from "@/model/names";
import { edit, useDocument } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { ParameterRow } from "./ParameterRow";
import styles from "./WorkflowPage.module.css";

export function ParameterList() {
  const { parameters } = useDocument();
  const names = Object.keys(parameters);
  const [added, setAdded] = useState("");
  const add = () => {
    const name = freshName("parameter", names);
    setAdded(name);
    edit("Add a parameter", (now) =>
      setParameter(now, name, { type: "text", default: "" as unknown as Record<string, unknown> }),
    );
  };
  return (
    <section className={styles.section} aria-labelledby="workflow-parameters">
      <h3 id="workflow-parameters">Parameters</h3>
      {names.length === 0 && (
        <p className={styles.hint}>
          None yet. A parameter is a value that is set from outside, such as a folder or a number of epochs;
          any setting can use it.
        </p>
      )}
      {Object.entries(parameters).map(([name, parameter], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name is edited here, and the focus stays meanwhile
        <ParameterRow key={index} name={name} parameter={parameter} isNew={name === added} />
      ))}
      <Button kind="quiet" icon={Plus} className={styles.add} onClick={add}>
        Add a parameter
      </Button>
    </section>
  );
}
