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
  /`{1,2}([^`]+)`{1,2}|\*\*(.+?)\*\*|(?<![\w*])[*_](\S(?:.*?\S)?)[*_](?![\w*])|\[([^\]]+)\]\(((?:https?:\/\/|mailto:)[^\s)]+)\)/;

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
    return [
      {
        kind: "code",
        text: lines
          .slice(1)
          .filter((line) => line.trim() !== "```")
          .join("\n"),
      },
    ];
  }
  const blocks: Block[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const heading = HEADING.exec(line);
    const item = ITEM.exec(line);
    if (heading) blocks.push({ kind: "heading", spans: readSpans(heading[1] ?? "") });
    else if (item) {
      const ordered = item[1] !== undefined;
      const spans = readSpans(item[2] ?? "");
      if (last?.kind === "list" && last.ordered === ordered) last.items.push(spans);
      else blocks.push({ kind: "list", ordered, items: [spans] });
    } else if (last?.kind === "list" && /^\s/.test(line)) {
      // An indented line goes on with the item before it.
      last.items.at(-1)?.push(...readSpans(` ${line.trim()}`));
    } else if (last?.kind === "paragraph") last.lines.push(readSpans(line.trim()));
    else blocks.push({ kind: "paragraph", lines: [readSpans(line.trim())] });
  }
  return blocks;
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
