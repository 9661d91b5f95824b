/** A text field with a list: type to narrow it down, arrows move, Enter takes, Escape closes. */
import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import styles from "./ComboBox.module.css";
import type { ControlProps } from "./ControlProps";
import { OptionList } from "./OptionList";

export interface Option {
  value: string;
  label: string;
  before?: ReactNode;
  note?: ReactNode;
  /** Why it cannot be taken. */
  refusal?: string;
}

interface Props {
  control: ControlProps["control"];
  value: string;
  options: readonly Option[];
  placeholder?: string;
  /** What is typed counts, though it is not in the list. */
  free: boolean;
  /** Before the text while it is not typed in. */
  before?: ReactNode;
  empty: string;
  onChange: (value: string) => void;
}

export function ComboBox({ control, value, options, placeholder, free, before, empty, onChange }: Props) {
  const frame = useRef<HTMLSpanElement>(null);
  const list = useId();
  const [query, setQuery] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const shown = query ? matching(options, query) : options;
  const label = options.find((option) => option.value === value)?.label ?? value;

  const close = () => {
    setOpen(false);
    setQuery(null);
  };
  const take = (option: Option | undefined) => {
    if (!option || option.refusal) return;
    onChange(option.value);
    close();
  };
  const show = () => {
    setOpen(true);
    const at = options.findIndex((option) => option.value === (value || placeholder));
    setActive(Math.max(at, 0));
  };
  const toggle = () => (open ? setOpen(false) : show());
  const leave = () => {
    const typed = query?.trim();
    const exact = options.find((option) => option.label === typed && !option.refusal);
    if (typed === "") onChange("");
    else if (exact) onChange(exact.value);
    else if (typed && free) onChange(typed);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && !event.altKey) {
      if (open) setActive((active + by + shown.length) % Math.max(1, shown.length));
      else show();
    } else if (event.key === "Enter" && open) {
      const found = shown[active];
      if (free && query && !found) leave();
      else take(found);
    } else if (event.key === "Escape" && open) {
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };
  return (
    <span ref={frame} className={styles.frame}>
      {query === null && before && <span className={styles.before}>{before}</span>}
      <input
        {...control}
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && shown[active] ? `${list}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={query ?? label}
        title={label || undefined}
        placeholder={placeholder}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        // At the press: what stands above may go while the button is down, and the field with it.
        onMouseDown={(event) => event.button === 0 && toggle()}
        // A click without a press comes from a screen reader or a voice.
        onClick={(event) => event.detail === 0 && toggle()}
        onFocus={(event) => event.target.select()}
        onBlur={leave}
        onKeyDown={onKeyDown}
      />
      <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
      {open && (
        <OptionList
          id={list}
          anchor={frame}
          label={placeholder || "Choices"}
          {...{ value, active, empty }}
          options={shown}
          onTake={take}
          onActive={setActive}
        />
      )}
    </span>
  );
}

/** The options that a text is found in, those that begin with it first. */
function matching(options: readonly Option[], query: string): Option[] {
  const wanted = query.trim().toLowerCase();
  const place = (option: Option) => option.label.toLowerCase().indexOf(wanted);
  const found = options.filter((option) => place(option) >= 0);
  return found.sort((one, other) => Number(place(one) > 0) - Number(place(other) > 0));
}
