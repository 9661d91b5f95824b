/** Shows a small Markdown: paragraphs, lists, headings, **bold**, *italic*, `code`, links. */
import { Fragment } from "react";
import styles from "./Markdown.module.css";
import { type Block, readMarkdown, type Span } from "./markdown";

interface Props {
  text: string;
  /** Keep the line breaks inside a paragraph, as in a note. */
  breaks?: boolean;
  className?: string;
}

export function Markdown({ text, breaks = false, className = "" }: Props) {
  return (
    <div className={`${styles.markdown} ${className}`}>
      {readMarkdown(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text has no better key than its order
        <Fragment key={index}>{shownBlock(block, breaks)}</Fragment>
      ))}
    </div>
  );
}

function shownBlock(block: Block, breaks: boolean) {
  if (block.kind === "heading") return <h4>{shownSpans(block.spans)}</h4>;
  if (block.kind === "code") return <pre>{block.text}</pre>;
  if (block.kind === "list") {
    const List = block.ordered ? "ol" : "ul";
    return (
      <List>
        {block.items.map((spans, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text has no better key than its order
          <li key={index}>{shownSpans(spans)}</li>
        ))}
      </List>
    );
  }
  return (
    <p>
      {block.lines.map((spans, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text has no better key than its order
        <Fragment key={index}>
          {index > 0 && (breaks ? <br /> : " ")}
          {shownSpans(spans)}
        </Fragment>
      ))}
    </p>
  );
}

function shownSpans(spans: readonly Span[]) {
  return spans.map((span, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has no better key than its order
    <Fragment key={index}>{shownSpan(span)}</Fragment>
  ));
}

function shownSpan(span: Span) {
  if (span.kind === "text") return span.text;
  if (span.kind === "code") return <code>{span.text}</code>;
  if (span.kind === "bold") return <strong>{shownSpans(span.spans)}</strong>;
  if (span.kind === "italic") return <em>{shownSpans(span.spans)}</em>;
  return (
    <a href={span.href} target="_blank" rel="noreferrer">
      {shownSpans(span.spans)}
    </a>
  );
}
