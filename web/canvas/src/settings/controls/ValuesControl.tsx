/** A list of values, one a line: Enter adds one, pasted lines become several. */
import { Plus, X } from "lucide-react";
import { useRef } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/ui/Button";
import { IconButton } from "@/ui/IconButton";
import { TextField } from "@/ui/TextField";
import { asList } from "../schema/values";
import type { ControlProps } from "./ControlProps";
import styles from "./controls.module.css";

export function ValuesControl({ field, path, value, onChange, control }: ControlProps) {
  const list = useRef<HTMLUListElement>(null);
  const values = asList(value ?? field.fallback).map(String);
  const numeric = field.schema.items?.type !== "string";
  const set = (next: readonly string[], gesture?: string) =>
    onChange(
      next.map((text) => (numeric && text !== "" && Number.isFinite(Number(text)) ? Number(text) : text)),
      { gesture },
    );
  const add = (at: number, texts: readonly string[] = [""]) => {
    flushSync(() => set(values.toSpliced(at, 0, ...texts)));
    list.current?.querySelectorAll("input")[at + texts.length - 1]?.focus();
  };
  return (
    <>
      <ul ref={list} className={styles.list}>
        {values.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a value has no better key than its place
          <li key={index} className={styles.item} data-field={`${path}.${index}`}>
            <TextField
              value={text}
              aria-label={`${field.title}, ${index + 1} of ${values.length}`}
              aria-describedby={control["aria-describedby"]}
              onChange={(next) => set(values.with(index, next), `${path}.${index}`)}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                add(index + 1);
              }}
              onPaste={(event) => {
                const lines = event.clipboardData.getData("text").split(/\r?\n/).filter(Boolean);
                if (lines.length < 2) return;
                event.preventDefault();
                set(values.toSpliced(index, text ? 0 : 1, ...lines));
              }}
            />
            <IconButton
              icon={X}
              size={14}
              label={`Remove ${text || `value ${index + 1}`}`}
              onClick={() => set(values.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button kind="quiet" icon={Plus} onClick={() => add(values.length)}>
          Add
        </Button>
      </div>
    </>
  );
}
