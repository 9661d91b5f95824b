/** The address of the page names the open workflow, so that reloading, bookmarks and going back work. */

export interface Address {
  path: string | null;
  /** The workflow has no file yet. */
  fresh: boolean;
}

export function readAddress(search = window.location.search): Address {
  const parameters = new URLSearchParams(search);
  return { path: parameters.get("workflow"), fresh: parameters.has("new") };
}

/** Show a path in the address; null is the start page. */
export function writeAddress(path: string | null, fresh = false): void {
  const now = readAddress();
  if (now.path === path && now.fresh === fresh) return;
  const target = path === null ? window.location.pathname : addressOf(path, fresh);
  // A file that gets its name by saving is the same page of the history.
  if (now.fresh && path !== null) window.history.replaceState(null, "", target);
  else window.history.pushState(null, "", target);
}

function addressOf(path: string, fresh: boolean): string {
  const shown = encodeURIComponent(path).replaceAll("%2F", "/");
  return `${window.location.pathname}?workflow=${shown}${fresh ? "&new" : ""}`;
}
