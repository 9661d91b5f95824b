/** Files with paths as a tree of folders, and the rows of it that can be seen. */
import type { WorkflowEntry } from "@/model/types";

export interface Row {
  path: string;
  name: string;
  depth: number;
  /** null for a folder. */
  file: WorkflowEntry | null;
  open: boolean;
}

/** The rows from top to bottom, folders first; what is in a closed folder is left out. */
export function rowsOf(files: readonly WorkflowEntry[], closed: ReadonlySet<string>, folder = ""): Row[] {
  const prefix = folder ? `${folder}/` : "";
  const depth = folder ? folder.split("/").length : 0;
  const inside = files.filter((file) => file.path.startsWith(prefix));
  const names = new Set(
    inside
      .map((file) => file.path.slice(prefix.length))
      .filter((rest) => rest.includes("/"))
      .map(first),
  );
  const folders = [...names]
    .sort((one, two) => one.localeCompare(two))
    .flatMap((name) => {
      const path = prefix + name;
      const open = !closed.has(path);
      return [{ path, name, depth, file: null, open }, ...(open ? rowsOf(inside, closed, path) : [])];
    });
  const own = inside
    .filter((file) => !file.path.slice(prefix.length).includes("/"))
    .map((file) => ({ path: file.path, name: file.path.slice(prefix.length), depth, file, open: false }));
  return [...folders, ...own];
}

const first = (rest: string): string => rest.slice(0, rest.indexOf("/"));
