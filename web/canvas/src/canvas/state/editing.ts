/** The one text that is edited in place on the canvas. */
import { create } from "zustand";

export interface EditedText {
  kind: "title" | "note" | "container" | "comment";
  id: string;
}

export const useEditing = create<{ text: EditedText | null }>(() => ({ text: null }));

export const editText = (kind: EditedText["kind"], id: string): void =>
  useEditing.setState({ text: { kind, id } });

export const leaveText = (): void => useEditing.setState({ text: null });

export const useIsEdited = (kind: EditedText["kind"], id: string): boolean =>
  useEditing(({ text }) => text?.kind === kind && text.id === id);
