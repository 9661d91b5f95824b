/** One parameter: name, type, default, choices, what it is for. */
import { X } from "lucide-react";
import { useId } from "react";
import { renameParameter, setParameter, usedParameters } from "@/model/commands/parameters";
import { slug } from "@/model/names";
import type { Parameter } from "@/model/types";
import { edit, useDocument, workflowNow } from "@/state/workflow";
import { IconButton } from "@/ui/IconButton";
import { Select } from "@/ui/Select";
import { Toggle } from "@/ui/Toggle";
import { DraftField } from "../form/DraftField";
import { choiceLabel } from "../schema/schema";
import styles from "./ParameterCard.module.css";

const TYPES = ["text", "number", "integer", "boolean", "file", "folder", "choice"] as const;

export function ParameterCard({ name, parameter }: { name: string; parameter: Parameter }) {
  const { nodes } = useDocument();
  const id = useId();
  const type = parameter.type ?? "text";
  const users = Object.values(nodes).filter((node) => usedParameters(node.settings).has(name)).length;
  const change = (part: Partial<Parameter>, what: string) =>
    edit(`Set the ${what} of ${name}`, (now) => setParameter(now, name, cleaned({ ...parameter, ...part })), {
      gesture: `parameter ${name} ${what}`,
    });
  const setDefault = (value: unknown) => change({ default: value as Parameter["default"] }, "default");
  const rename = (text: string) => {
    const wanted = slug(text, "parameter");
    if (wanted === name || wanted in workflowNow().parameters) return;
    edit(`Rename ${name}`, (now) => renameParameter(now, name, wanted));
  };
  const now: unknown = parameter.default;
  return (
    <fieldset data-parameter className={styles.card} aria-label={`Parameter ${name}`}>
      <div className={styles.top}>
        <DraftField label="Name" value={name} late onChange={rename} />
        <div className={styles.labelled}>
          <label htmlFor={`${id}-type`}>Type</label>
          <Select
            id={`${id}-type`}
            value={type}
            choices={TYPES.map((each) => ({ value: each, label: choiceLabel(each) }))}
            onChange={(next) => {
              const changed = next as Parameter["type"];
              change({ type: changed, default: converted(now, changed) as Parameter["default"] }, "type");
            }}
          />
        </div>
        <IconButton
          icon={X}
          size={14}
          label={`Remove the parameter ${name}`}
          onClick={() => edit(`Remove ${name}`, (all) => setParameter(all, name, null))}
        />
      </div>
      {type === "boolean" ? (
        <div className={styles.switch}>
          <span>Default</span>
          <Toggle label={`Default of ${name}`} checked={now === true} onChange={setDefault} />
        </div>
      ) : type === "choice" && parameter.choices?.length ? (
        <div className={styles.labelled}>
          <label htmlFor={`${id}-default`}>Default</label>
          <Select
            id={`${id}-default`}
            value={String(now ?? "")}
            choices={["", ...parameter.choices].map((each) => ({ value: each, label: each || "None" }))}
            onChange={(next) => setDefault(next || undefined)}
          />
        </div>
      ) : (
        <DraftField
          label="Default"
          late={type === "number" || type === "integer"}
          value={now === undefined || now === null ? "" : String(now)}
          placeholder="None: it must be given"
          onChange={(text) => setDefault(converted(text, type))}
        />
      )}
      {type === "choice" && (
        <DraftField
          label="Choices, one a line"
          long
          late
          value={(parameter.choices ?? []).join("\n")}
          onChange={(text) =>
            change(
              {
                choices: text
                  .split("\n")
                  .map((each) => each.trim())
                  .filter(Boolean),
              },
              "choices",
            )
          }
        />
      )}
      <DraftField
        label="What it is for"
        value={parameter.description ?? ""}
        onChange={(text) => change({ description: text }, "description")}
      />
      <span className={styles.use}>
        {users
          ? `Used by ${users} ${users === 1 ? "node" : "nodes"}`
          : `Write \${${name}} into a setting to use it`}
      </span>
    </fieldset>
  );
}

/** The default as the type wants it; what is no number counts as none. */
function converted(value: unknown, type: Parameter["type"]): unknown {
  if (type === "boolean") return value === true || value === "true";
  if (type === "number" || type === "integer") {
    const found = Number(String(value ?? "").replace(",", "."));
    if (value === "" || value === undefined || value === null || !Number.isFinite(found)) return undefined;
    return type === "integer" ? Math.round(found) : found;
  }
  return value === undefined || value === null ? undefined : String(value);
}

/** Without what is not said. */
function cleaned(parameter: Parameter): Parameter {
  return Object.fromEntries(
    Object.entries(parameter).filter(
      ([key, value]) => value !== undefined && !(key === "description" && value === ""),
    ),
  );
}
