/** Anything that no other control knows: as JSON text. */
import { useState } from "react";
import { same } from "@/model/json";
import type { ControlProps } from "./ControlProps";
import styles from "./controls.module.css";

export function JsonControl({ field, path, value, onChange, control }: ControlProps) {
  const now = value ?? field.fallback ?? null;
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? { value: now } : parse(typed);
  // What stands here is what is typed, as long as it says what the setting holds or nothing at all.
  const text = typed !== null && (!read || same(read.value, now)) ? typed : JSON.stringify(now, null, 2);
  return (
    <>
      <textarea
        {...control}
        className={styles.mono}
        rows={4}
        spellCheck={false}
        value={text}
        aria-invalid={!read || control["aria-invalid"]}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = parse(event.target.value);
          if (next) onChange(next.value, { gesture: path });
        }}
      />
      {!read && <span className={styles.wrong}>This is not JSON yet</span>}
    </>
  );
}

function parse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
