/** A number: typed, or stepped by arrow keys and buttons within its limits. */
import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import type { Schema } from "../schema/schema";
import type { ControlProps } from "./ControlProps";
import styles from "./controls.module.css";

export function NumberControl({ field, path, value, onChange, control }: ControlProps) {
  // What is typed may be no number yet, such as `-` or `1.`; it is kept here until it is one.
  const [typed, setTyped] = useState<string | null>(null);
  const { schema, fallback, nullable } = field;
  const whole = schema.type === "integer";
  const set = value === undefined || value === null ? "" : String(value);
  // Undo, or a stepper, may have changed the setting since it was typed.
  const current =
    typed !== null &&
    (isNumber(typed) ? toNumber(typed) === (value ?? fallback) : !set || typed.trim() !== "");
  const text = current ? typed : set;
  const wrong = text.trim() !== "" && !isNumber(text);
  const type = (next: string) => {
    setTyped(next);
    if (next.trim() === "") onChange(nullable && fallback !== null ? null : undefined, { gesture: path });
    else if (isNumber(next)) onChange(toNumber(next), { gesture: path });
  };
  const step = (by: number) => {
    setTyped(null);
    const now = typeof value === "number" ? value : typeof fallback === "number" ? fallback : 0;
    onChange(within(schema, now + by * stepOf(schema)), { gesture: `${path} steps` });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (by === undefined || event.altKey) return;
    event.preventDefault();
    step(by);
  };
  return (
    <>
      <span className={styles.number}>
        <input
          {...control}
          role="spinbutton"
          inputMode={whole ? "numeric" : "decimal"}
          autoComplete="off"
          value={text}
          placeholder={placeholderOf(fallback)}
          aria-invalid={wrong || control["aria-invalid"]}
          aria-valuenow={isNumber(text) ? toNumber(text) : undefined}
          aria-valuemin={schema.minimum ?? schema.exclusiveMinimum}
          aria-valuemax={schema.maximum ?? schema.exclusiveMaximum}
          onChange={(event) => type(event.target.value)}
          onBlur={() => !wrong && setTyped(null)}
          onKeyDown={onKeyDown}
        />
        <span className={styles.stepper} aria-hidden>
          <button type="button" tabIndex={-1} onClick={() => step(1)}>
            <ChevronUp size={12} />
          </button>
          <button type="button" tabIndex={-1} onClick={() => step(-1)}>
            <ChevronDown size={12} />
          </button>
        </span>
      </span>
      {wrong && <span className={styles.wrong}>{`“${text}” is not a number`}</span>}
    </>
  );
}

const toNumber = (text: string): number => Number(text.trim().replace(",", "."));
const isNumber = (text: string): boolean => text.trim() !== "" && Number.isFinite(toNumber(text));
function placeholderOf(fallback: unknown): string {
  if (fallback === null) return "Automatic";
  return fallback === undefined ? "" : String(fallback);
}

/** A part of one has finer steps than a count. */
function stepOf({ type, maximum }: Schema): number {
  return type === "number" && maximum !== undefined && maximum <= 1 ? 0.01 : 1;
}

function within(schema: Schema, value: number): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const step = stepOf(schema);
  const low = minimum ?? (exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + step);
  const high = maximum ?? (exclusiveMaximum === undefined ? Infinity : exclusiveMaximum - step);
  return Number(Math.min(high, Math.max(low, value)).toPrecision(12));
}
