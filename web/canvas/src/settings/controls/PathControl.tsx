/** A file or a folder: typed, or chosen from the workspace. */
import { Folder, FolderOpen } from "lucide-react";
import { show } from "@/state/overlay";
import { IconButton } from "@/ui/IconButton";
import { TextField } from "@/ui/TextField";
import { useForm } from "../form/FormContext";
import type { ControlProps } from "./ControlProps";
import styles from "./controls.module.css";
import { useText } from "./useText";

export function PathControl({ control, ...setting }: ControlProps) {
  const { field, onChange } = setting;
  const { writes } = useForm();
  const text = useText(setting);
  const folder = field.schema.widget === "folder";
  const browse = () =>
    show({
      kind: "file",
      request: {
        title: field.title,
        want: folder ? "folder" : writes ? "new-file" : "file",
        value: text.value,
        onChoose: (chosen) => onChange(chosen || undefined),
      },
    });
  return (
    <TextField
      {...control}
      mono
      className={styles.path}
      {...text}
      placeholder={text.placeholder || (folder ? "folder" : "folder/file")}
      after={
        <IconButton
          icon={folder ? FolderOpen : Folder}
          size={16}
          label={`Choose ${field.title}`}
          aria-haspopup="dialog"
          onClick={browse}
        />
      }
    />
  );
}
