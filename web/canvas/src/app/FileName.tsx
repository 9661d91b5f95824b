/** The name of the open file and its state; a click opens what can be done with the file. */
import { ChevronDown, FilePlus2, FolderOpen, House, PencilLine, Save, SaveAll, Trash2 } from "lucide-react";
import { fileName, folderOf } from "@/files/files";
import { useWorkflow } from "@/state/workflow";
import type { MenuEntry } from "@/ui/Menu";
import { menuEntry } from "./entries";
import styles from "./FileName.module.css";
import { FileState } from "./FileState";
import { MenuButton } from "./MenuButton";

const ENTRIES = (): MenuEntry[] => [
  menuEntry("save", Save),
  menuEntry("save-as", SaveAll),
  menuEntry("rename-file", PencilLine),
  menuEntry("delete-file", Trash2, true),
  "separator",
  menuEntry("new", FilePlus2),
  menuEntry("open", FolderOpen),
  menuEntry("start-page", House),
];

export function FileName() {
  const path = useWorkflow((state) => state.path);
  return (
    <div className={styles.file}>
      <MenuButton label={`File ${path}`} entries={ENTRIES} className={styles.name} title={path}>
        {folderOf(path) && <span className={styles.folder}>{folderOf(path)}/</span>}
        <span className={styles.last}>{fileName(path)}</span>
        <ChevronDown size={14} aria-hidden />
      </MenuButton>
      <FileState />
    </div>
  );
}
