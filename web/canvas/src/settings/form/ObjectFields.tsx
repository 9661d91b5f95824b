/** The settings of an object: the plain ones, then those under headings. */
import type { SettingField } from "../schema/schema";
import { suited } from "../schema/suiting";
import { counts, effective, type Values, withSetting } from "../schema/values";
import { type Change, problemsAt, problemsOf, useForm } from "./FormContext";
import { useHolding } from "./holding";
import { layOut } from "./layout";
import styles from "./ObjectFields.module.css";
import { Section } from "./Section";
import { SettingRow } from "./SettingRow";

interface Props {
  fields: readonly SettingField[];
  /** The dotted path of the object; empty for the settings of the node. */
  path: string;
  values: Values;
  onChange: Change;
  /** Small settings stand beside each other wherever two of them meet. */
  compact?: boolean;
}

export function ObjectFields({ fields, path, values, onChange, compact = false }: Props) {
  const form = useForm();
  const pathOf = (field: SettingField) => (path ? `${path}.${field.name}` : field.name);
  const hasProblem = (field: SettingField) => problemsOf(form, pathOf(field), true).length > 0;
  const holding = useHolding();
  const hadProblem = (field: SettingField) =>
    holding ? problemsAt(holding, pathOf(field), true).length > 0 : hasProblem(field);
  // A problem is never out of sight, though its setting does not count at the moment.
  const isMoot = ({ schema }: SettingField) =>
    (schema.unless_connected !== undefined && form.isConnected(schema.unless_connected)) ||
    (schema.if_connected !== undefined && !form.isConnected(schema.if_connected));
  const visible = fields.flatMap((field) => {
    const suiting = suited(field, fields, values, form.columns);
    if (hasProblem(field) || hadProblem(field)) return [suiting ?? field];
    return suiting && counts(field, fields, values) && !isMoot(field) ? [suiting] : [];
  });
  const replaced = fields.filter(
    (field) => field.schema.unless_connected && !visible.some(({ name }) => name === field.name),
  );
  const groups = [...new Set(visible.map((field) => field.schema.group ?? ""))];
  const rows = (group: string) => {
    const members = visible.filter((field) => (field.schema.group ?? "") === group);
    return layOut(members, form.definitions, compact, hadProblem).map(({ field, wide }) => (
      <SettingRow
        key={field.name}
        field={field}
        path={pathOf(field)}
        value={values[field.name]}
        onChange={(next, how) => onChange(withSetting(values, field, next), how)}
        wide={wide}
      />
    ));
  };
  return (
    <>
      {replaced.length > 0 && <p className={styles.note}>{replacedWords(replaced)}</p>}
      {groups.includes("") && <div className={styles.grid}>{rows("")}</div>}
      {groups
        .filter((group) => group !== "")
        .map((group) => {
          const members = visible.filter((field) => field.schema.group === group);
          return (
            <Section
              key={group}
              title={group}
              folds={!members.some((field) => field.schema.open)}
              paths={members.map(pathOf)}
              summary={summaryOf(members, values)}
            >
              <div className={styles.grid}>{rows(group)}</div>
            </Section>
          );
        })}
    </>
  );
}

/** `Folder and File types do not count while something is connected to the input.` */
function replacedWords(fields: readonly SettingField[]): string {
  const titles = fields.map((field) => field.title);
  const last = titles.pop() ?? "";
  const [names, verb] = titles.length ? [`${titles.join(", ")} and ${last}`, "do"] : [last, "does"];
  return `${names} ${verb} not count while something is connected to the input.`;
}

/** What a folded part holds: what was changed in it with its values, else the names of all. */
function summaryOf(fields: readonly SettingField[], values: Values): string {
  const changed = fields.filter((field) => field.name in values);
  const title = (field: SettingField) => field.title.replace(/ \(.*\)$/, "");
  return changed.length
    ? changed.map((field) => `${title(field)}: ${JSON.stringify(effective(values, field))}`).join(", ")
    : fields.map((field) => title(field).toLowerCase()).join(", ");
}
