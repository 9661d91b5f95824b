/** One parameter as a line: its name and its default; unfolded, all that it is. */
import { ChevronRight } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { setParameter } from "@/model/commands/parameters";
import type { Parameter } from "@/model/types";
import { useValidation } from "@/state/validation";
import { edit, useDocument } from "@/state/workflow";
import { faultsOfParameter } from "../faults";
import { parameterPath, useWanted } from "../focus";
import { ParameterCard } from "./ParameterCard";
import { ParameterDefault } from "./ParameterDefault";
import styles from "./ParameterRow.module.css";
import { cleaned } from "./parameterValues";

interface Props {
  name: string;
  parameter: Parameter;
  /** It was just added: its name is to be written. */
  isNew: boolean;
}

export function ParameterRow({ name, parameter, isNew }: Props) {
  const id = useId();
  const fault = useFault(name);
  const [isOpen, setOpen] = useState(isNew);
  const isWanted = useWanted(({ wanted }) => wanted?.path === parameterPath(name));
  const row = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (isNew) row.current?.querySelector<HTMLInputElement>("[data-name] input")?.focus();
  }, [isNew]);
  useEffect(() => {
    if (isWanted) setOpen(true);
  }, [isWanted]);
  const change = (part: Partial<Parameter>, what: string) =>
    edit(`Set the ${what} of ${name}`, (now) => setParameter(now, name, cleaned({ ...parameter, ...part })), {
      gesture: `parameter ${name} ${what}`,
    });
  return (
    <fieldset
      ref={row}
      data-field={parameterPath(name)}
      className={styles.row}
      data-open={isOpen || undefined}
      data-wrong={fault !== "" || undefined}
      title={fault || undefined}
      aria-label={`Parameter ${name}`}
      aria-describedby={fault ? `${id}-fault` : undefined}
    >
      {fault && (
        <span id={`${id}-fault`} className="visually-hidden">
          {fault}
        </span>
      )}
      <div className={styles.line}>
        <button
          type="button"
          className={styles.name}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          title={parameter.description || name}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
          <span>{name}</span>
        </button>
        <ParameterDefault
          name={name}
          parameter={parameter}
          onChange={(value) => change({ default: value as Parameter["default"] }, "default")}
        />
      </div>
      {isOpen && <ParameterCard id={id} name={name} parameter={parameter} onChange={change} />}
    </fieldset>
  );
}

/** What is wrong with its value; empty for nothing. The list of problems says it, too: here nothing moves. */
function useFault(name: string): string {
  const workflow = useDocument();
  const problems = useValidation((state) => state.validation.problems);
  return faultsOfParameter(workflow, problems, name)
    .map((problem) => problem.message)
    .join("\n");
}
