/** What a grid gets that is the whole form of a tool. */
import type { SettingField } from "../schema/schema";
import type { Values } from "../schema/values";
import type { Change } from "./FormContext";

export interface GridProps {
  fields: readonly SettingField[];
  values: Values;
  onChange: Change;
}
