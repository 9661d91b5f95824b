/** Where the file picker is: the root and the folders on the way; each is a way back. */
import { ChevronRight } from "lucide-react";
import type { Folder } from "@/model/types";
import { Select } from "@/ui/Select";
import styles from "./PickerPath.module.css";
import { crumbs, WORKSPACE } from "./place";

interface Props {
  folder: Folder;
  onGo: (path: string, root?: string) => void;
}

const rootName = (root: string): string => (root === WORKSPACE ? "Workspace" : root);

export function PickerPath({ folder, onGo }: Props) {
  const steps = crumbs(folder.path);
  return (
    <nav aria-label="Folders" className={styles.path}>
      {folder.roots.length > 1 && (
        <Select
          aria-label="Place"
          value={folder.root}
          choices={folder.roots.map((root) => ({ value: root, label: rootName(root) }))}
          onChange={(root) => onGo("", root)}
        />
      )}
      <ol>
        <li>
          <button type="button" aria-current={steps.length ? undefined : "page"} onClick={() => onGo("")}>
            {rootName(folder.root)}
          </button>
        </li>
        {steps.map(({ name, path }, at) => (
          <li key={path}>
            <ChevronRight size={14} aria-hidden />
            <button
              type="button"
              aria-current={at === steps.length - 1 ? "page" : undefined}
              onClick={() => onGo(path)}
            >
              {name}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
