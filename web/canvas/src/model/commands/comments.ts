/** Commands on comments. */
import type { Comment, Point, Workflow } from "../document";
import { wholePoint } from "../geometry";
import { freshName } from "../names";

export const COMMENT_SIZE = { width: 240, height: 96 } as const;

export function addComment(workflow: Workflow, at: Point, text = ""): { workflow: Workflow; id: string } {
  const id = freshComment(Object.keys(workflow.layout.comments));
  const comment: Comment = { ...wholePoint(at), ...COMMENT_SIZE, text };
  return { workflow: withComment(workflow, id, comment), id };
}

/** `comment_1`, `comment_2` and so on. */
export function freshComment(taken: readonly string[]): string {
  const name = freshName("comment", taken);
  return name === "comment" ? "comment_1" : name;
}

export function setComment(
  workflow: Workflow,
  id: string,
  change: { readonly text?: string; readonly color?: string },
): Workflow {
  const comment = workflow.layout.comments[id];
  if (!comment) return workflow;
  const { text = comment.text, color = comment.color } = change;
  if (text === comment.text && color === comment.color) return workflow;
  return withComment(workflow, id, { ...comment, text, ...(color === undefined ? {} : { color }) });
}

function withComment(workflow: Workflow, id: string, comment: Comment): Workflow {
  const comments = { ...workflow.layout.comments, [id]: comment };
  return { ...workflow, layout: { ...workflow.layout, comments } };
}
