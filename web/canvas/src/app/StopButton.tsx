/** Stops the run: at once on its left, and on its right a choice of how. */
import { ChevronDown, CircleCheck, OctagonX, Square } from "lucide-react";
import { useIsLive } from "@/state/run";
import { shownKeys, spokenKeys } from "@/ui/keys";
import type { MenuEntry } from "@/ui/Menu";
import { MenuButton } from "./MenuButton";
import { stop } from "./running";
import styles from "./StopButton.module.css";

const entries = (): MenuEntry[] => [
  {
    label: "Finish now, keep the best",
    icon: CircleCheck,
    keys: shownKeys("Ctrl+."),
    run: () => stop("finish"),
  },
  { label: "Abort", icon: OctagonX, keys: shownKeys("Ctrl+Alt+."), danger: true, run: () => stop("abort") },
];

export function StopButton() {
  const isLive = useIsLive();
  return (
    <div className={styles.group}>
      <button
        type="button"
        className={styles.stop}
        disabled={!isLive}
        aria-label="Stop"
        aria-keyshortcuts={spokenKeys("Ctrl+.")}
        title={`Finish now, keep the best (${shownKeys("Ctrl+.")})`}
        onClick={() => stop("finish")}
      >
        <Square size={14} strokeWidth={1.75} aria-hidden />
        <span>Stop</span>
      </button>
      <MenuButton label="How to stop" entries={entries} className={styles.how} disabled={!isLive}>
        <ChevronDown size={14} aria-hidden />
      </MenuButton>
    </div>
  );
}
