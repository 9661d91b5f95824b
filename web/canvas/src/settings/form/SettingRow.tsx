/** One setting: its control, or the parameter that stands for it. */
import { useRef } from "react";
import type { ControlProps } from "../controls/ControlProps";
import { hasOwnFields, isComposite, kindOf } from "../schema/kind";
import type { SettingField } from "../schema/schema";
import { parameterIn, parametersIn } from "../schema/values";
import { ParameterChip } from "../workflow/ParameterChip";
import { Control } from "./Control";
import { FieldFrame } from "./FieldFrame";
import { FieldMenu } from "./FieldMenu";
import { type Change, problemsOf, useForm } from "./FormContext";

interface Props {
  field: SettingField;
  path: string;
  value: unknown;
  onChange: Change;
  wide?: boolean;
}

export function SettingRow({ field, path, value, onChange, wide = true }: Props) {
  const form = useForm();
  const visit = useRef(0);
  const wished = kindOf(field.schema, form.definitions);
  // Half a panel is too narrow for values beside each other.
  const kind = wished === "segments" && !wide ? "choice" : wished;
  const parameter = parameterIn(value);
  const composite = isComposite(kind) && parameter === null;
  const change: Change = (next, how) => {
    const gesture = how?.gesture && `${form.node} ${how.gesture} ${visit.current}`;
    onChange(next, { title: field.title, ...how, gesture: how?.title ? how.gesture : gesture });
  };
  const shown = (control: ControlProps["control"]) =>
    parameter === null ? (
      <>
        <Control kind={kind} {...{ field, path, value, control }} onChange={change} />
        {parametersIn(value).map((name) => (
          <ParameterChip key={name} name={name} parameter={form.parameters[name]} />
        ))}
      </>
    ) : (
      <ParameterChip
        name={parameter}
        parameter={form.parameters[parameter]}
        control={control}
        onRemove={() => change(form.parameters[parameter]?.default ?? undefined)}
      />
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only counts the visits to its control
    <div
      style={{ display: "contents" }}
      onFocus={() => {
        visit.current += 1;
      }}
    >
      <FieldFrame
        title={field.title}
        path={path}
        help={field.help}
        problems={problemsOf(form, path, !hasOwnFields(kind))}
        group={composite}
        inline={kind === "switch" && parameter === null}
        wide={wide}
        menu={(toggleHelp) => (
          <FieldMenu
            {...{ field, path, value, toggleHelp }}
            plain={!isComposite(kind) || kind === "segments"}
            onChange={change}
          />
        )}
      >
        {shown}
      </FieldFrame>
    </div>
  );
}
