/** Reads a small Markdown into a tree; nothing of it is ever HTML. */

export type Span =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "bold"; spans: Span[] }
  | { kind: "italic"; spans: Span[] }
  | { kind: "link"; href: string; spans: Span[] };

export type Block =
  | { kind: "paragraph"; lines: Span[][] }
  | { kind: "heading"; spans: Span[] }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; items: Span[][] };

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;
const INLINE =
  /`{1,2}([^`]+)`{1,2}|\*\*(.+?)\*\*|(?<![\w*])[*_](\S(?:.*?\S)?)[*_](?![\w*])|\[([^\]]+)\]\(((?:https?:\/\/|mailto:)[^\s)]+)\)/s;

export function readMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  for (const group of groups(text)) blocks.push(...blocksOf(group));
  return blocks;
}

/** Lines that stand together; a fenced block is a group of its own, empty lines included. */
function groups(text: string): string[][] {
  const found: string[][] = [];
  let group: string[] = [];
  let fenced = false;
  const close = () => {
    if (group.length) found.push(group);
    group = [];
  };
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) {
    if (line.trimStart().startsWith("```")) {
      if (!fenced) close();
      group.push(line);
      fenced = !fenced;
      if (!fenced) close();
    } else if (line.trim() || fenced) group.push(line);
    else close();
  }
  close();
  return found;
}

function blocksOf(lines: string[]): Block[] {
  if (lines[0]?.trimStart().startsWith("```")) {
    const inner = lines.slice(1).filter((line) => line.trim() !== "```");
    return [{ kind: "code", text: inner.join("\n") }];
  }
  return pieces(lines).map(finished);
}

/** A block whose marks are not read yet: they may go over the end of a line. */
type Piece =
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; lines: string[] }
  | { kind: "list"; ordered: boolean; items: string[] };

function pieces(lines: readonly string[]): Piece[] {
  const found: Piece[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    const heading = HEADING.exec(line);
    const item = ITEM.exec(line);
    if (heading) found.push({ kind: "heading", text: heading[1] ?? "" });
    else if (item) {
      const ordered = item[1] !== undefined;
      const text = item[2] ?? "";
      if (last?.kind === "list" && last.ordered === ordered) last.items.push(text);
      else found.push({ kind: "list", ordered, items: [text] });
    } else if (last?.kind === "list" && /^\s/.test(line)) {
      // An indented line goes on with the item before it.
      last.items.push(`${last.items.pop() ?? ""} ${line.trim()}`);
    } else if (last?.kind === "paragraph") last.lines.push(line.trim());
    else found.push({ kind: "paragraph", lines: [line.trim()] });
  }
  return found;
}

function finished(piece: Piece): Block {
  if (piece.kind === "heading") return { kind: "heading", spans: readSpans(piece.text) };
  if (piece.kind === "list") return { ...piece, items: piece.items.map(readSpans) };
  return { kind: "paragraph", lines: brokenAt(readSpans(piece.lines.join("\n"))) };
}

/** Spans parted at the line breaks that stand outside of marks. */
function brokenAt(spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    if (span.kind !== "text") {
      lines.at(-1)?.push(span);
      continue;
    }
    span.text.split("\n").forEach((text, at) => {
      if (at > 0) lines.push([]);
      if (text) lines.at(-1)?.push({ kind: "text", text });
    });
  }
  return lines;
}

export function readSpans(text: string): Span[] {
  const spans: Span[] = [];
  let rest = text;
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    if (match.index > 0) spans.push({ kind: "text", text: rest.slice(0, match.index) });
    spans.push(spanOf(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) spans.push({ kind: "text", text: rest });
  return spans;
}

function spanOf([, code, bold, italic, label, href]: RegExpExecArray): Span {
  if (code !== undefined) return { kind: "code", text: code };
  if (bold !== undefined) return { kind: "bold", spans: readSpans(bold) };
  if (italic !== undefined) return { kind: "italic", spans: readSpans(italic) };
  return { kind: "link", href: href ?? "", spans: readSpans(label ?? "") };
}

/** A short text without its marks. */
export function plain(markdown: string): string {
  return markdown.replace(/[*`]/g, "");
}
