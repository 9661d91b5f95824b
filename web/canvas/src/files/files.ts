/** What this window knows of the open file beyond its document. */
import { create } from "zustand";
import type { Draft } from "@/model/types";

/** Something that takes a while: copying a sample, uploading pictures. */
export interface Progress {
  text: string;
  done: number;
  /** 0 where only the end will tell. */
  total: number;
}

interface FilesState {
  /** The file that is being opened; null when none is. */
  opening: string | null;
  /** When the open file was saved by this window; milliseconds. */
  savedAt: number | null;
  saving: boolean;
  /** Unsaved work that was found on opening and waits for an answer. */
  offered: Draft | null;
  /** The file on disk is another than the one that was opened; with a null revision it is gone. */
  onDisk: { revision: string | null } | null;
  progress: Progress | null;
  /** Grows when files come or go, so that lists are asked anew. */
  listed: number;
}

export const useFiles = create<FilesState>(() => ({
  opening: null,
  savedAt: null,
  saving: false,
  offered: null,
  onDisk: null,
  progress: null,
  listed: 0,
}));

export const SUFFIX = ".workflow.json";

/** `signs/train.workflow.json` gives `train`. */
export function plainName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/(\.workflow)?\.json$/i, "");
}

export function fileName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/** The folder of a path; empty for the workspace itself. */
export function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

/** A typed name as the name of a workflow file. */
export function withSuffix(name: string): string {
  const trimmed = name.trim().replace(/^\/+/, "");
  return `${trimmed.replace(/(\.workflow)?(\.json)?$/i, "")}${SUFFIX}`;
}

/** A name that is not taken: `Untitled`, `Untitled 2`, ... */
export function freeName(wanted: string, taken: ReadonlySet<string>, ending = SUFFIX): string {
  let name = `${wanted}${ending}`;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}${ending}`;
  return name;
}
