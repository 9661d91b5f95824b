/** The control of a setting by its kind. */
import type { ComponentType } from "react";
import { ChoiceControl } from "../controls/ChoiceControl";
import { ColumnControl } from "../controls/ColumnControl";
import { ColumnsControl } from "../controls/ColumnsControl";
import type { ControlProps } from "../controls/ControlProps";
import { JsonControl } from "../controls/JsonControl";
import { LongTextControl } from "../controls/LongTextControl";
import { MapControl } from "../controls/MapControl";
import { NumberControl } from "../controls/NumberControl";
import { OptionsControl } from "../controls/OptionsControl";
import { PathControl } from "../controls/PathControl";
import { SegmentsControl } from "../controls/SegmentsControl";
import { SwitchControl } from "../controls/SwitchControl";
import { TextControl } from "../controls/TextControl";
import { TicksControl } from "../controls/TicksControl";
import { ValuesControl } from "../controls/ValuesControl";
import { ExpressionControl } from "../formula/ExpressionControl";
import type { Kind } from "../schema/kind";
import { StepsControl } from "../steps/StepsControl";
import { GroupControl } from "./GroupControl";
import { UnionControl } from "./UnionControl";

/** Grids take the whole form of a tool, see SettingsForm. */
const CONTROLS: Readonly<Record<Exclude<Kind, "table" | "select">, ComponentType<ControlProps>>> = {
  text: TextControl,
  long: LongTextControl,
  number: NumberControl,
  switch: SwitchControl,
  segments: SegmentsControl,
  choice: ChoiceControl,
  column: ColumnControl,
  path: PathControl,
  expression: ExpressionControl,
  options: OptionsControl,
  columns: ColumnsControl,
  ticks: TicksControl,
  values: ValuesControl,
  steps: StepsControl,
  group: GroupControl,
  union: UnionControl,
  map: MapControl,
  json: JsonControl,
};

export function Control({ kind, ...props }: ControlProps & { kind: Kind }) {
  const Shown = CONTROLS[kind === "table" || kind === "select" ? "json" : kind];
  return <Shown {...props} />;
}
