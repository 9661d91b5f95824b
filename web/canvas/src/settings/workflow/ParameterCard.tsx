/** What a parameter is, beside its default: name, type, choices, what it is for. */
import { Trash2 } from "lucide-react";
import { useId } from "react";
import { renameParameter, setParameter } from "@/model/commands/parameters";
import { LONGEST_TEXT } from "@/model/limits";
import { slug } from "@/model/names";
import { counted } from "@/model/text";
import type { Parameter } from "@/model/types";
import { edit, useDocument, workflowNow } from "@/state/workflow";
import { IconButton } from "@/ui/IconButton";
import { Select } from "@/ui/Select";
import { DraftField } from "../form/DraftField";
import { choiceLabel } from "../schema/schema";
import styles from "./ParameterCard.module.css";
import { converted, usersOf } from "./parameterValues";

const TYPES = ["text", "number", "integer", "boolean", "file", "folder", "choice"] as const;

interface Props {
  id: string;
  name: string;
  parameter: Parameter;
  onChange: (part: Partial<Parameter>, what: string) => void;
}

export function ParameterCard({ id, name, parameter, onChange }: Props) {
  const users = usersOf(useDocument(), name);
  const typeId = useId();
  const type = parameter.type ?? "text";
  const rename = (text: string) => {
    const wanted = slug(text, "parameter");
    if (wanted === name || wanted in workflowNow().parameters) return;
    edit(`Rename ${name}`, (now) => renameParameter(now, name, wanted));
  };
  return (
    <div id={id} className={styles.card}>
      <div data-name className={styles.top}>
        <DraftField label="Name" value={name} late onChange={rename} />
        <div className={styles.labelled}>
          <label htmlFor={typeId}>Type</label>
          <Select
            id={typeId}
            value={type}
            choices={TYPES.map((each) => ({ value: each, label: choiceLabel(each) }))}
            onChange={(next) => {
              const changed = next as Parameter["type"];
              const value = converted(parameter.default, changed) as Parameter["default"];
              onChange({ type: changed, default: value }, "type");
            }}
          />
        </div>
      </div>
      {type === "choice" && (
        <DraftField
          label="Choices, one a line"
          long
          late
          most={null}
          value={(parameter.choices ?? []).join("\n")}
          onChange={(text) => onChange({ choices: linesOf(text) }, "choices")}
        />
      )}
      <DraftField
        label="What it is for"
        most={LONGEST_TEXT}
        value={parameter.description ?? ""}
        onChange={(text) => onChange({ description: text }, "description")}
      />
      <div className={styles.end}>
        <span className={styles.use}>
          {users ? `Used by ${counted(users, "node")}` : `Write \${${name}} into a setting to use it`}
        </span>
        <IconButton
          icon={Trash2}
          size={14}
          label={`Remove the parameter ${name}`}
          onClick={() => edit(`Remove ${name}`, (all) => setParameter(all, name, null))}
        />
      </div>
    </div>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((each) => each.trim())
    .filter(Boolean);
