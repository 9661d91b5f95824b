/** An ordered list of steps, keys, actions or expressions, each with settings of its own. */
import { Plus } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import type { ControlProps } from "../controls/ControlProps";
import { useForm } from "../form/FormContext";
import { resolved, tagOf, type Variant, variantsOf } from "../schema/schema";
import { asList, asValues, type Values } from "../schema/values";
import { StepCard } from "./StepCard";
import styles from "./StepsControl.module.css";
import { moved, useKeys } from "./useKeys";
import { useReorder } from "./useReorder";

const OPEN_UP_TO = 3;

export function StepsControl({ field, path, value, onChange }: ControlProps) {
  const { definitions } = useForm();
  const list = useRef<HTMLOListElement>(null);
  // The key of the item that was added last: it starts open.
  const added = useRef<number>(undefined);
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  const items = asList(value ?? field.fallback);
  const keys = useKeys(items.length);
  const itemSchema = resolved(field.schema.items ?? {}, definitions);
  const variants = variantsOf(itemSchema, definitions);
  const tag = tagOf(itemSchema);
  // The list as it is now, for a drag that goes on while the list changes.
  const latest = useRef(items);
  latest.current = items;

  const move = (from: number, to: number, gesture?: string) => {
    keys.move(from, to);
    onChange(moved(latest.current, from, to), { gesture, title: field.title });
  };
  const reorder = useReorder(list, items.length, move);
  const focusItem = (at: number) => {
    const card = list.current?.querySelectorAll<HTMLElement>(":scope > [data-item]")[at];
    const first = card?.querySelector<HTMLElement>("[data-fields] :is(input, select, textarea)");
    (first ?? card?.querySelector<HTMLElement>("[aria-expanded]"))?.focus();
  };
  const insert = (at: number, item: Values) => {
    flushSync(() => {
      added.current = keys.insert(at);
      onChange(items.toSpliced(at, 0, item));
    });
    focusItem(at);
  };
  const remove = (at: number) => {
    flushSync(() => {
      keys.remove(at);
      onChange(items.toSpliced(at, 1));
    });
    if (items.length > 1) focusItem(Math.min(at, items.length - 2));
    else list.current?.parentElement?.querySelector<HTMLElement>("[data-add]")?.focus();
  };
  const add = (variant: Variant) => insert(items.length, variant.tag === null ? {} : { [tag]: variant.tag });
  const variantOf = (item: Values) => variants.find((each) => each.tag === null || each.tag === item[tag]);
  const [only] = variants;

  return (
    <>
      <ol ref={list} className={styles.list}>
        {items.map((item, index) => {
          const values = asValues(item);
          return (
            <StepCard
              key={keys.list[index]}
              {...{ index, path, tag, values, reorder }}
              count={items.length}
              variant={variantOf(values)}
              startsOpen={items.length <= OPEN_UP_TO || keys.list[index] === added.current}
              onChange={(next, how) => onChange(items.with(index, next), how)}
              onDuplicate={() => insert(index + 1, values)}
              onRemove={() => remove(index)}
            />
          );
        })}
      </ol>
      <div>
        <Button
          data-add
          kind="quiet"
          icon={Plus}
          className={styles.add}
          aria-haspopup={variants.length > 1 ? "menu" : undefined}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            if (variants.length > 1) setMenu({ x: box.left, y: box.bottom + 4 });
            else if (only) add(only);
          }}
        >
          {variants.length > 1 ? "Add a step" : `Add ${article(only?.title.toLowerCase() ?? "item")}`}
        </Button>
      </div>
      {menu && (
        <Menu
          label="Add a step"
          at={menu}
          entries={variants.map((variant) => ({ label: variant.title, run: () => add(variant) }))}
          onClose={closeMenu}
        />
      )}
    </>
  );
}

const article = (words: string): string => `${/^[aeio]/.test(words) ? "an" : "a"} ${words}`;
