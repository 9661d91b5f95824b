/** What every control of a setting gets. */
import type { Change } from "../form/FormContext";
import type { SettingField } from "../schema/schema";

export interface ControlProps {
  field: SettingField;
  path: string;
  /** Undefined while the default holds. */
  value: unknown;
  onChange: Change;
  /** For the element that the label names. */
  control: {
    id: string;
    /** Where no label names it. */
    "aria-label"?: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean | undefined;
  };
}
