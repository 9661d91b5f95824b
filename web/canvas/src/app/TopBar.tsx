/** The top bar: what is open, undo and redo, find, the look of the desk, stop and run. */
import { Search } from "lucide-react";
import { plainName } from "@/files/files";
import { show } from "@/state/overlay";
import { useWorkflow } from "@/state/workflow";
import { shownKeys, spokenKeys } from "@/ui/keys";
import { FileName } from "./FileName";
import { HelpMenu } from "./HelpMenu";
import { LayoutMenu } from "./LayoutMenu";
import { Mark } from "./Mark";
import { RunButton } from "./RunButton";
import { StopButton } from "./StopButton";
import { ThemeMenu } from "./ThemeMenu";
import styles from "./TopBar.module.css";
import { UndoButtons } from "./UndoButtons";

export function TopBar() {
  const path = useWorkflow((state) => state.path);
  const isOpen = path !== "";
  return (
    <header className={styles.bar}>
      <Mark />
      {isOpen && <h1 className="visually-hidden">{plainName(path)}</h1>}
      {isOpen && <FileName />}
      <div className={styles.space} />
      {isOpen && <UndoButtons />}
      <button
        type="button"
        className={styles.find}
        aria-keyshortcuts={spokenKeys("Ctrl+K")}
        title={`Find a tool or a node (${shownKeys("Ctrl+K")})`}
        onClick={() => show({ kind: "find" })}
      >
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <span className={styles.findLabel}>Find a tool or a node</span>
        <kbd aria-hidden>{shownKeys("Ctrl+K")}</kbd>
      </button>
      {isOpen && <LayoutMenu />}
      <ThemeMenu />
      <HelpMenu />
      {isOpen && <StopButton />}
      {isOpen && <RunButton />}
    </header>
  );
}
