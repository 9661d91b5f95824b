/** The title of a container; a double click edits it. */
import { setContainer } from "@/model/commands/containers";
import { edit } from "@/state/workflow";
import { InlineText } from "../InlineText";
import { editText, useIsEdited } from "../state/editing";
import styles from "./ContainerTitle.module.css";

export function ContainerTitle({ id, title }: { id: string; title: string }) {
  const isEdited = useIsEdited("container", id);
  if (isEdited)
    return (
      <InlineText
        label="Title of the container"
        value={title}
        onCommit={(text) => edit("Title of the container", (w) => setContainer(w, id, { title: text }))}
      />
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same on the container
    <span className={styles.title} title={title} onDoubleClick={() => editText("container", id)}>
      {title || "Container"}
    </span>
  );
}
