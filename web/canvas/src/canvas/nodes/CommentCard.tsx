/** A comment: a small Markdown on a card; a double click edits it. */
import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo } from "react";
import { setComment } from "@/model/commands/comments";
import { edit } from "@/state/workflow";
import { Markdown } from "@/ui/Markdown";
import { colorToken } from "../drawing/color";
import type { CommentNode } from "../drawing/frames";
import { endResize, resizeStep, SMALLEST } from "../gestures/resizing";
import { InlineText } from "../InlineText";
import { editText, useIsEdited } from "../state/editing";
import styles from "./CommentCard.module.css";

export const CommentCard = memo(function CommentCard({ id: drawn, data, selected }: NodeProps<CommentNode>) {
  const { id, comment } = data;
  const isEdited = useIsEdited("comment", id);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same on the comment
    <div
      className={styles.card}
      data-selected={selected || undefined}
      data-color={comment.color ?? "yellow"}
      style={{ "--tint": `var(${colorToken(comment.color, "yellow")})` } as React.CSSProperties}
      onDoubleClick={() => editText("comment", id)}
    >
      <NodeResizer
        isVisible={selected && !isEdited}
        minWidth={SMALLEST.comment.width}
        minHeight={SMALLEST.comment.height}
        handleClassName={styles.corner}
        lineClassName={styles.side}
        onResize={(_, rect) => resizeStep(drawn, rect)}
        onResizeEnd={(_, rect) => endResize("comment", id, rect)}
      />
      {isEdited ? (
        <InlineText
          label="Text of the comment"
          value={comment.text}
          placeholder="What should be known here? **bold**, *italic*, `code`"
          lines={3}
          className={styles.editor}
          onCommit={(text) => edit("Write a comment", (w) => setComment(w, id, { text }))}
        />
      ) : (
        <div className={styles.text}>
          {comment.text ? <Markdown text={comment.text} breaks /> : <em>Double-click to write</em>}
        </div>
      )}
    </div>
  );
});
