/** Places in the workspace, as the file picker walks through them. */

export interface Place {
  root: string;
  /** From the root's folder; empty for the root itself. */
  path: string;
}

export const WORKSPACE = "workspace";

/** The folder to begin in: where the text of a setting leads, or the workflow's own folder. */
export function startPlaces(setting: string, workflowFolder: string, isFolder: boolean): Place[] {
  const own = { root: WORKSPACE, path: workflowFolder };
  const isRelative = setting !== "" && !/^([a-z]:)?[\\/]|%|[*?]/i.test(setting);
  const found = isRelative ? resolved(workflowFolder, setting) : null;
  if (found === null) return [own];
  const parent = { root: WORKSPACE, path: parentOf(found) };
  return isFolder ? [{ root: WORKSPACE, path: found }, parent, own] : [parent, own];
}

/** A relative path from a folder; null where it leads out of the workspace. */
export function resolved(folder: string, relative: string): string | null {
  const parts = folder.split("/").filter(Boolean);
  for (const part of relative.split(/[\\/]/)) {
    if (part === "..") {
      if (!parts.length) return null;
      parts.pop();
    } else if (part && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

export function parentOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

/** The folders on the way to a path: `a/b` gives `a` and `a/b`. */
export function crumbs(path: string): { name: string; path: string }[] {
  const parts = path.split("/").filter(Boolean);
  return parts.map((name, at) => ({ name, path: parts.slice(0, at + 1).join("/") }));
}

/** The setting of a file in a folder whose setting is known. */
export function settingOf(folder: string, name: string): string {
  return folder === "." || folder === "" ? name : `${folder.replace(/\/$/, "")}/${name}`;
}
