/** Label and note under a node: two lines of the note, the whole of it on hover. */
import { memo } from "react";
import { renameNode, setNote } from "@/model/commands/nodes";
import { useValidation } from "@/state/validation";
import { edit } from "@/state/workflow";
import { InlineText } from "../InlineText";
import { editText, useIsEdited } from "../state/editing";
import styles from "./NodeText.module.css";

interface Props {
  name: string;
  label: string;
  title: string;
  /** The user's own text; without it, what the server says of the settings. */
  note: string | undefined;
}

export const NodeText = memo(function NodeText({ name, label, title, note }: Props) {
  const annotation = useValidation((state) => state.validation.annotations[name]);
  const isTitleEdited = useIsEdited("title", name);
  const isNoteEdited = useIsEdited("note", name);
  const text = note ?? annotation ?? "";
  return (
    <div className={styles.text}>
      {isTitleEdited ? (
        <InlineText
          label="Name of the node"
          value={title || label}
          onCommit={(value) =>
            edit(`Rename ${label}`, (w) => renameNode(w, name, value === label ? title : value))
          }
        />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same on the node
        <div className={styles.label} title={label} onDoubleClick={() => editText("title", name)}>
          {label}
        </div>
      )}
      {isNoteEdited ? (
        <InlineText
          label={`Note under ${label}`}
          value={note ?? ""}
          placeholder={annotation}
          lines={3}
          onCommit={(value) => edit(`Note under ${label}`, (w) => setNote(w, name, value))}
        />
      ) : (
        text && (
          // biome-ignore lint/a11y/noStaticElementInteractions: the menu of the node does the same
          <div className={styles.note} title={text} onDoubleClick={() => editText("note", name)}>
            {text}
          </div>
        )
      )}
    </div>
  );
});
