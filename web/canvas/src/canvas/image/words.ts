/** Texts in a picture: lines that fit, and nothing that could be markup. */

const WIDE = 0.56;

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** About how wide a text is, in pixels. */
export const widthOf = (text: string, size: number): number => text.length * size * WIDE;

/** Breaks a text into at most so many lines of a width; what is left over ends in an ellipsis. */
export function fitted(text: string, size: number, width: number, lines: number): string[] {
  const room = Math.max(1, Math.floor(width / (size * WIDE)));
  const found: string[] = [];
  let line = "";
  for (const word of text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((each) => pieces(each, room))) {
    if (line && line.length + 1 + word.length > room) {
      found.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  if (line) found.push(line);
  if (found.length <= lines) return found;
  const kept = found.slice(0, lines);
  kept[lines - 1] = `${(kept[lines - 1] ?? "").slice(0, room - 1)}…`;
  return kept;
}

function pieces(word: string, room: number): string[] {
  const count = Math.ceil(word.length / room);
  return Array.from({ length: count }, (_, index) => word.slice(index * room, (index + 1) * room));
}
