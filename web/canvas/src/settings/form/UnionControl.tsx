/** One of several kinds of settings: the kind, and the settings of that kind. */
import { Select } from "@/ui/Select";
import type { ControlProps } from "../controls/ControlProps";
import { fieldsOf, tagOf, variantsOf } from "../schema/schema";
import { asValues } from "../schema/values";
import { useForm } from "./FormContext";
import styles from "./GroupControl.module.css";
import { ObjectFields } from "./ObjectFields";

export function UnionControl({ field, path, value, onChange, control }: ControlProps) {
  const { definitions } = useForm();
  const variants = variantsOf(field.schema, definitions);
  const tag = tagOf(field.schema);
  const values = asValues(value ?? field.fallback);
  const variant = variants.find((each) => each.tag === values[tag]) ?? variants[0];
  if (!variant) return null;
  return (
    <>
      <Select
        aria-label={`Kind of ${field.title}`}
        aria-describedby={control["aria-describedby"]}
        value={variant.tag ?? ""}
        choices={variants.map((each) => ({ value: each.tag ?? "", label: each.title }))}
        onChange={(next) => onChange({ [tag]: next })}
      />
      <div className={styles.group}>
        <ObjectFields
          fields={fieldsOf(variant.schema, definitions)}
          path={path}
          values={values}
          onChange={(next, how) => onChange({ [tag]: variant.tag, ...asValues(next) }, how)}
        />
      </div>
    </>
  );
}
