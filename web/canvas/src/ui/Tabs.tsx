/** A row of tabs: arrows move and choose, one of them is in the focus order. */
import type { KeyboardEvent, ReactNode } from "react";
import styles from "./Tabs.module.css";

export interface Tab<Id extends string> {
  id: Id;
  label: string;
  /** A small figure after the label. */
  badge?: ReactNode;
  tone?: "plain" | "warn" | "bad";
}

interface Props<Id extends string> {
  label: string;
  tabs: readonly Tab<Id>[];
  current: Id;
  onChange: (id: Id) => void;
  /** The id of the element that shows what is chosen: give it `role="tabpanel"` and `aria-label`. */
  panel: string;
  /** `bar` is underlined, `segments` are the choices of a setting. */
  kind?: "bar" | "segments";
}

export function Tabs<Id extends string>({ label, tabs, current, onChange, panel, kind = "bar" }: Props<Id>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = neighbour(tabs, current, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className={styles[kind]} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          data-tab={tab.id}
          aria-selected={tab.id === current}
          aria-controls={panel}
          tabIndex={tab.id === current ? 0 : -1}
          className={styles.tab}
          onClick={() => onChange(tab.id)}
        >
          {tab.label}
          {tab.badge !== undefined && tab.badge !== null && (
            <span className={`${styles.badge} ${styles[tab.tone ?? "plain"]}`}>{tab.badge}</span>
          )}
        </button>
      ))}
    </div>
  );
}

function neighbour<Id extends string>(
  tabs: readonly Tab<Id>[],
  current: Id,
  key: string,
): Tab<Id> | undefined {
  const here = tabs.findIndex((tab) => tab.id === current);
  if (key === "ArrowRight") return tabs[(here + 1) % tabs.length];
  if (key === "ArrowLeft") return tabs[(here - 1 + tabs.length) % tabs.length];
  if (key === "Home") return tabs[0];
  return key === "End" ? tabs.at(-1) : undefined;
}
