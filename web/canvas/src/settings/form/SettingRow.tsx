/** One setting: its control, or the parameter that stands for it. */
import { useRef } from "react";
import type { ControlProps } from "../controls/ControlProps";
import { hasOwnFields, isComposite, kindOf } from "../schema/kind";
import type { SettingField } from "../schema/schema";
import { parameterIn, parametersIn } from "../schema/values";
import { ParameterChip } from "../workflow/ParameterChip";
import { ParameterField } from "../workflow/ParameterField";
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
  const name = parameterIn(value);
  const parameter = name === null ? undefined : form.parameters[name];
  const composite = isComposite(kind) && (name === null || parameter !== undefined);
  const change: Change = (next, how) => {
    const gesture = how?.gesture && `${form.node} ${how.gesture} ${visit.current}`;
    onChange(next, { title: field.title, ...how, gesture: how?.title ? how.gesture : gesture });
  };
  const shown = (control: ControlProps["control"]) => {
    const parts = { field, path, control, kind };
    if (name === null)
      return (
        <>
          <Control {...parts} value={value} onChange={change} />
          {parametersIn(value).map((each) => (
            <ParameterChip key={each} name={each} parameter={form.parameters[each]} />
          ))}
        </>
      );
    if (!parameter)
      return (
        <ParameterChip
          name={name}
          parameter={undefined}
          control={control}
          onRemove={() => change(undefined)}
        />
      );
    return (
      <ParameterField
        {...parts}
        name={name}
        parameter={parameter}
        onDetach={() => change(parameter.default ?? undefined)}
        visit={() => visit.current}
      />
    );
  };
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
        inline={kind === "switch" && name === null}
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
