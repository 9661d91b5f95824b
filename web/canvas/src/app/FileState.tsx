/** Whether the open file is saved, and where it stands against the one on disk. */
import { TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useFiles } from "@/files/files";
import { show } from "@/state/overlay";
import { useIsChanged, useWorkflow } from "@/state/workflow";
import styles from "./FileState.module.css";

const TICK_MS = 2_000;

export function FileState() {
  const isChanged = useIsChanged();
  const isNew = useWorkflow((state) => state.revision === null);
  const { savedAt, saving, onDisk } = useFiles();
  const now = useNow();
  if (onDisk) {
    return (
      <button type="button" className={styles.conflict} onClick={() => show({ kind: "conflict", ...onDisk })}>
        <TriangleAlert size={14} aria-hidden />
        {onDisk.revision === null ? "gone from disk" : "changed on disk"}
      </button>
    );
  }
  return <span className={styles.state}>{told({ isChanged, isNew, saving, savedAt, now })}</span>;
}

interface Told {
  isChanged: boolean;
  isNew: boolean;
  saving: boolean;
  savedAt: number | null;
  now: number;
}

/** `saved 2 s ago`, `changed`, `not saved yet`. */
export function told({ isChanged, isNew, saving, savedAt, now }: Told): string {
  if (saving) return "saving";
  if (isNew) return "not saved yet";
  if (isChanged) return "changed";
  if (savedAt === null) return "saved";
  const seconds = Math.max(0, Math.round((now - savedAt) / 1000));
  if (seconds < 60) return `saved ${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `saved ${minutes} min ago` : "saved";
}

function useNow(): number {
  const savedAt = useFiles((state) => state.savedAt);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (savedAt === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [savedAt]);
  return now;
}
