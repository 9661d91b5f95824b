/** Keys as they are written in actions (`Ctrl+Shift+B`), matched against what was pressed and shown to people. */

const isMac = (): boolean => /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  ContextMenu: "Menu key",
};
const MAC: Readonly<Record<string, string>> = { Ctrl: "⌘", Shift: "⇧", Alt: "⌥" };

/** `Ctrl+Shift+B` gives `Ctrl Shift B`, on a Mac `⌘⇧B`. */
export function shownKeys(keys: string, mac = isMac()): string {
  const parts = partsOf(keys).map((part) => (mac && MAC[part]) || SHOWN[part] || part);
  return parts.join(mac ? "" : " ");
}

/** What `aria-keyshortcuts` wants. */
export function spokenKeys(keys: string, mac = isMac()): string {
  return partsOf(keys)
    .map((part) => (part === "Ctrl" ? (mac ? "Meta" : "Control") : part))
    .join("+");
}

/** Whether these keys were pressed. Ctrl is the command key on a Mac. */
export function pressed(event: Pick<KeyboardEvent, Pressed>, keys: string, mac = isMac()): boolean {
  const parts = partsOf(keys);
  const key = parts.at(-1) ?? "";
  const command = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (command !== parts.includes("Ctrl") || other || event.altKey !== parts.includes("Alt")) return false;
  // `?` and `+` need Shift on most keyboards: there the character itself decides.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!isSign && event.shiftKey !== parts.includes("Shift")) return false;
  if (event.key.toLowerCase() === key.toLowerCase()) return true;
  // Where the key gives no Latin letter or digit (another script, Alt on a Mac) its place decides.
  if (/^[a-z0-9]$/i.test(event.key)) return false;
  return (
    /^[a-z0-9]$/i.test(key) && event.code === (/\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`)
  );
}

type Pressed = "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey";

/** `Ctrl++` is Ctrl and the plus sign. */
function partsOf(keys: string): string[] {
  const [...parts] = keys.split("+");
  return keys.endsWith("+") ? [...parts.slice(0, -2).filter(Boolean), "+"] : parts;
}

/** Whether a key with Ctrl and a letter or sign was pressed: in a menu or a list it is still one of the desk. */
export function isForDesk(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.length === 1;
}
