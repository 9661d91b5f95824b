/** An action: something the user can do by a key, a menu or a button. All of them together are the list of shortcuts. */

export interface Action {
  id: string;
  /** As it stands in menus and in the list of shortcuts. */
  label: string;
  group: "Workflow" | "Edit" | "Canvas" | "Run" | "Look" | "Desk";
  /** `Ctrl+Shift+B`, `Delete`, `?`; Ctrl means the command key on a Mac. The first is shown. */
  keys: readonly string[];
  run: () => void;
  /** Whether it can be done now; without it, always. */
  enabled?: () => boolean;
  /** It also works while a text field has the focus. */
  everywhere?: boolean;
  /** It works in a text field once that has nothing of its own for these keys. */
  afterField?: boolean;
  /** It works only while the focus is on the canvas. */
  onCanvas?: boolean;
  /** The browser makes its own event of these keys (copy, cut, paste): they are shown, and left to it. */
  native?: boolean;
}
