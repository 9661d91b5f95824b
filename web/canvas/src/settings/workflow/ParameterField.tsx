/** A setting that a parameter stands for: its value is edited right here, in the parameter. */
import { Braces, ChevronDown } from "lucide-react";
import { useCallback, useState } from "react";
import { setParameter } from "@/model/commands/parameters";
import { counted } from "@/model/text";
import type { Parameter } from "@/model/types";
import { edit, useDocument } from "@/state/workflow";
import { Menu } from "@/ui/Menu";
import type { ControlProps } from "../controls/ControlProps";
import { focusParameter } from "../focus";
import { Control } from "../form/Control";
import type { Change } from "../form/FormContext";
import type { Kind } from "../schema/kind";
import styles from "./ParameterField.module.css";
import { cleaned, converted, usersOf } from "./parameterValues";

interface Props extends Omit<ControlProps, "value" | "onChange"> {
  kind: Kind;
  name: string;
  parameter: Parameter;
  /** Put its value in its place. */
  onDetach: () => void;
  /** What is typed in one visit to the control is one step of undo. */
  visit: () => number;
}

export function ParameterField({ kind, name, parameter, onDetach, visit, ...props }: Props) {
  const users = usersOf(useDocument(), name);
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const close = useCallback(() => setAt(null), []);
  const { control, field } = props;
  const note = `${control.id}-parameter`;
  const change: Change = (next, how) => {
    const value = next === null ? null : converted(next, parameter.type ?? "text");
    edit(
      `Set ${name}`,
      (now) => setParameter(now, name, cleaned({ ...parameter, default: value as Parameter["default"] })),
      { gesture: how?.gesture && `parameter ${name} ${how.gesture} ${visit()}` },
    );
  };
  return (
    <>
      <Control
        {...props}
        kind={kind}
        // What the tool does without the setting is no value of the parameter.
        field={{ ...field, fallback: undefined, required: true, nullable: false }}
        value={parameter.default ?? undefined}
        control={{
          ...control,
          "aria-describedby": [control["aria-describedby"], note].filter(Boolean).join(" "),
        }}
        onChange={change}
      />
      <span className={styles.line}>
        <button
          type="button"
          className={styles.chip}
          aria-label={`Parameter ${name}`}
          aria-haspopup="menu"
          aria-expanded={at !== null}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setAt({ x: box.left, y: box.bottom + 4 });
          }}
        >
          <Braces size={12} strokeWidth={2} aria-hidden />
          <span>{name}</span>
          <ChevronDown size={12} aria-hidden />
        </button>
        <span id={note} className={styles.note}>
          <span className="visually-hidden">{`Changes the parameter ${name}, `}</span>
          {`used by ${counted(users, "node")}`}
        </span>
      </span>
      {at && (
        <Menu
          label={`Parameter ${name}`}
          at={at}
          onClose={close}
          entries={[
            { label: "Go to the parameter", run: () => focusParameter(name) },
            { label: "Use its value here, without the parameter", run: onDetach },
          ]}
        />
      )}
    </>
  );
}
