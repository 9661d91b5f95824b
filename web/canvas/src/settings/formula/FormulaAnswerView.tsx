/** Under an expression: what is wrong with it, else the type of its result and its first values. */
import type { FormulaAnswer } from "@/model/types";
import { Problems } from "@/ui/Problems";
import { TypeChip } from "../controls/TypeChip";
import styles from "./Formula.module.css";
import type { FormulaCheck } from "./useFormulaCheck";

interface Props extends FormulaCheck {
  text: string;
  /** The form already tells what is wrong with the setting. */
  told: boolean;
}

export function FormulaAnswerView({ answer, trouble, text, told }: Props) {
  if (trouble) return <span className={styles.note}>{`Not checked: ${trouble}`}</span>;
  if (!answer || text.trim() === "") return null;
  if (answer.problems.length) return told ? null : <Problems problems={answer.problems} />;
  return (
    <div className={styles.answer}>
      {answer.type && (
        <span className={styles.type}>
          Gives <TypeChip type={answer.type} /> {answer.type}
        </span>
      )}
      {answer.values?.length ? <Preview answer={answer} /> : null}
      {answer.note && <span className={styles.note}>{answer.note}</span>}
    </div>
  );
}

function Preview({ answer }: { answer: FormulaAnswer }) {
  const inputs = answer.inputs ?? [];
  const names = [...new Set(inputs.flatMap((record) => Object.keys(record)))];
  return (
    <div className={styles.preview}>
      <table aria-label="Result on the first records">
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col" className={styles.result}>
              Result
            </th>
          </tr>
        </thead>
        <tbody>
          {(answer.values ?? []).map((value, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a record has no better key than its place
            <tr key={index}>
              {names.map((name) => (
                <td key={name}>{cellText(inputs[index]?.[name])}</td>
              ))}
              <td className={styles.result}>{cellText(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Value = NonNullable<FormulaAnswer["values"]>[number] | undefined;

function cellText(value: Value): string {
  if (value === null || value === undefined) return "null";
  if (typeof value !== "object") return String(value);
  if ("text" in value) return String(value.text);
  if ("value" in value) return JSON.stringify(value.value);
  return `[${value.kind}]`;
}
