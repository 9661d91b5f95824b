/** A comment on the canvas: its text and colour. */
import { setComment } from "@/model/commands/comments";
import { edit, useDocument } from "@/state/workflow";
import { DraftField } from "../form/DraftField";
import { ColorChoice } from "./ColorChoice";
import { PageHeader } from "./PageHeader";
import styles from "./pages.module.css";

export function CommentPage({ comment }: { comment: string }) {
  const entry = useDocument().layout.comments[comment];
  if (!entry) return null;
  return (
    <>
      <PageHeader title="Comment" summary="A note on the canvas; it changes no result" />
      <div className={styles.body}>
        <DraftField
          label="Text"
          long
          value={entry.text}
          hint={
            <>
              <code>**bold**</code>, <code>*italic*</code>, <code>`code`</code>
            </>
          }
          onChange={(text) =>
            edit("Write a comment", (now) => setComment(now, comment, { text }), {
              gesture: `comment ${comment}`,
            })
          }
        />
        <ColorChoice
          value={entry.color ?? "yellow"}
          onChange={(color) => edit("Colour of a comment", (now) => setComment(now, comment, { color }))}
        />
      </div>
    </>
  );
}
