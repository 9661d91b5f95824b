/** The search of the palette: `/` leads here, Enter adds what is found first, Escape clears. */
import { Search, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { ToolEntry } from "@/model/types";
import { IconButton } from "@/ui/IconButton";
import { TextField } from "@/ui/TextField";
import { addTool } from "./adding";
import styles from "./PaletteSearch.module.css";

interface Props {
  query: string;
  count: number;
  first: ToolEntry | undefined;
  onChange: (query: string) => void;
}

export function PaletteSearch({ query, count, first, onChange }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && first?.available) {
      onChange("");
      addTool(first);
    } else if (event.key === "Escape" && query) onChange("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <TextField
      type="search"
      icon={Search}
      className={styles.search}
      placeholder={`Search ${count} tools`}
      aria-label="Search the tools"
      aria-keyshortcuts="/"
      value={query}
      onChange={onChange}
      onKeyDown={onKeyDown}
      after={
        query ? (
          <IconButton
            icon={X}
            size={14}
            className={styles.clear}
            label="Clear the search"
            onClick={() => onChange("")}
          />
        ) : (
          <kbd className={styles.key}>/</kbd>
        )
      }
    />
  );
}
