/** The focus in the results: on the tab that is shown, or on its records. */

const PANEL = '[data-region="results"]';
const TAB = `${PANEL} [role="tablist"][aria-label="Results"] [aria-selected="true"]`;
const RECORDS = `${PANEL} [role="grid"], ${PANEL} [role="listbox"]`;

/** How many frames records that are on their way are waited for: two seconds. */
const PATIENCE = 120;

export const isInResults = (): boolean => document.activeElement?.closest(PANEL) !== null;

/** Onto the tab that is shown, once it is drawn: what had the focus may be gone with the tab before. */
export function focusTab(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(TAB)?.focus());
}

/** Onto the records; while they are on their way onto their tab, and no longer when the user goes elsewhere. */
export function focusRecords(): void {
  let waiting: HTMLElement | null = null;
  const take = (tries: number) => {
    if (waiting && document.activeElement !== waiting) return;
    const records = document.querySelector<HTMLElement>(RECORDS);
    if (records) return records.focus();
    waiting ??= document.querySelector<HTMLElement>(TAB);
    waiting?.focus();
    if (tries > 0) requestAnimationFrame(() => take(tries - 1));
  };
  requestAnimationFrame(() => take(PATIENCE));
}
