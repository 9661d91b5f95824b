/** The settings of what is selected, where that is no node. */

/** Give the title of the panel the focus once it is there. */
export function focusSettings(tries = 10): void {
  const title = document.querySelector<HTMLElement>('[data-region="settings"] h2');
  if (title) title.focus();
  else if (tries > 0) requestAnimationFrame(() => focusSettings(tries - 1));
}
