/** A text whose command tidies it up, such as by cutting spaces: what is typed stays until the field is left. */
import { type ReactNode, useId, useState } from "react";
import { LONGEST_TEXT, LONGEST_TITLE } from "@/model/limits";
import { TextField } from "@/ui/TextField";
import styles from "./DraftField.module.css";

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  /** Several lines. */
  long?: boolean;
  /** Take it when the field is left or Enter is pressed, not at every letter. */
  late?: boolean;
  /** Letters that it may have; null for no limit. */
  most?: number | null;
  /** The label is only heard: what the field is stands beside it. */
  bare?: boolean;
  hint?: ReactNode;
  onChange: (text: string) => void;
}

export function DraftField(props: Props) {
  const { label, value, placeholder, long = false, late = false, bare = false, hint, onChange } = props;
  const { most = long ? LONGEST_TEXT : LONGEST_TITLE } = props;
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft !== null && (late || draft.trim() === value.trim()) ? draft : value;
  const type = (next: string) => {
    setDraft(next);
    if (!late) onChange(next);
  };
  const leave = () => {
    if (late && draft !== null && draft.trim() !== value) onChange(draft.trim());
    setDraft(null);
  };
  const shared = {
    id,
    value: text,
    placeholder,
    maxLength: most ?? undefined,
    "aria-label": bare ? label : undefined,
    "aria-describedby": hint ? `${id}-hint` : undefined,
    onBlur: leave,
  };
  return (
    <div className={styles.field}>
      {!bare && <label htmlFor={id}>{label}</label>}
      {long ? (
        <textarea {...shared} rows={4} onChange={(event) => type(event.target.value)} />
      ) : (
        <TextField
          {...shared}
          onChange={type}
          onKeyDown={(event) => event.key === "Enter" && late && leave()}
        />
      )}
      {hint && (
        <span id={`${id}-hint`} className={styles.hint}>
          {hint}
        </span>
      )}
    </div>
  );
}
