/** The formula editor in the form, with what the server says of it, and large on demand. */
import { Maximize2 } from "lucide-react";
import { useState } from "react";
import { Dialog } from "@/ui/Dialog";
import { IconButton } from "@/ui/IconButton";
import type { ControlProps } from "../controls/ControlProps";
import { problemsOf, useForm } from "../form/FormContext";
import styles from "./Formula.module.css";
import { FormulaAnswerView } from "./FormulaAnswerView";
import { FormulaEditor } from "./FormulaEditor";
import { FunctionList } from "./FunctionList";
import { useFormulaCheck } from "./useFormulaCheck";
import { useLanguage } from "./useLanguage";

export default function FormulaField({ field, path, value, onChange, control }: ControlProps) {
  const form = useForm();
  const [large, setLarge] = useState(false);
  const language = useLanguage();
  const text = typeof value === "string" ? value : "";
  const columns = form.columns("in") ?? [];
  const check = useFormulaCheck(form.node, path, text);
  const told = problemsOf(form, path, false).length > 0;
  const editor = (height: "small" | "large") => (
    <FormulaEditor
      {...{ text, columns, language, height, control }}
      title={field.title}
      condition={field.schema.condition === true}
      problems={check.answer?.problems ?? []}
      onChange={(next) => onChange(next || undefined, { gesture: path })}
    />
  );
  return (
    <div className={styles.field}>
      {!large && (
        <>
          {editor("small")}
          <IconButton
            icon={Maximize2}
            size={14}
            className={styles.enlarge}
            label={`Open ${field.title} in a large window`}
            onClick={() => setLarge(true)}
          />
        </>
      )}
      <FormulaAnswerView {...check} text={text} told={told} />
      {large && (
        <Dialog title={field.title} width={1000} onClose={() => setLarge(false)}>
          <div className={styles.large}>
            <div className={styles.main}>
              {editor("large")}
              <FormulaAnswerView {...check} text={text} told={false} />
            </div>
            <FunctionList language={language} columns={columns} />
          </div>
        </Dialog>
      )}
    </div>
  );
}
