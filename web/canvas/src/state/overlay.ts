/** What lies over the desk: one dialog or pop-up at a time. */
import { create } from "zustand";
import type { Point } from "@/model/document";

/** A request for a file or folder of the workspace. */
export interface FileRequest {
  title: string;
  want: "file" | "folder" | "new-file";
  /** Where to begin: the text of the setting. */
  value: string;
  /** Gets the text for the setting. */
  onChoose: (setting: string) => void;
}

/** One end of a connection. */
export interface AnchorRef {
  place: string;
  side: "input" | "output";
}

export type Overlay =
  | { kind: "open" }
  | { kind: "save-as" }
  /** Another name or place for a workflow file. */
  | { kind: "rename"; path: string }
  /** The help of a tool. */
  | { kind: "tool-help"; tool: string }
  /** Packs of tools that could not be loaded. */
  | { kind: "pack-problems" }
  | { kind: "shortcuts" }
  | { kind: "find" }
  | { kind: "parameters" }
  /** The list of tools to add: at a point of the canvas, perhaps as the other end of a connection. */
  | {
      kind: "quick-add";
      at: Point;
      screen: Point;
      from?: AnchorRef;
      into?: string;
      /** The output that the tool is connected with where it fits; any tool is offered. */
      beside?: string;
      /** The connection that the tool is put into. */
      connection?: string;
      /** What hangs on the output `from` goes through the tool. */
      through?: boolean;
    }
  /** By keyboard: which anchor of a node is meant. */
  | { kind: "pick-anchor"; node: string; side: AnchorRef["side"]; onChoose: (place: string) => void }
  /** By keyboard: what an anchor is to be connected with. */
  | { kind: "connect"; from: AnchorRef }
  | { kind: "file"; request: FileRequest }
  | { kind: "conflict"; revision: string | null }
  | { kind: "picture"; hash: string; at: string; title: string };

export const useOverlay = create<{ overlay: Overlay | null }>(() => ({ overlay: null }));

export const show = (overlay: Overlay): void => useOverlay.setState({ overlay });
export const hide = (): void => useOverlay.setState({ overlay: null });
