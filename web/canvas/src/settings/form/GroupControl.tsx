/** Settings inside a setting. */
import type { ControlProps } from "../controls/ControlProps";
import { fieldsOf } from "../schema/schema";
import { asValues } from "../schema/values";
import { useForm } from "./FormContext";
import styles from "./GroupControl.module.css";
import { ObjectFields } from "./ObjectFields";

export function GroupControl({ field, path, value, onChange }: ControlProps) {
  const { definitions } = useForm();
  return (
    <div className={styles.group}>
      <ObjectFields
        fields={fieldsOf(field.schema, definitions)}
        path={path}
        values={asValues(value ?? field.fallback)}
        onChange={onChange}
      />
    </div>
  );
}
