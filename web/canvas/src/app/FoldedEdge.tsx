/** What is left of a folded panel: a thin edge with the button that brings it back. */
import { PanelBottomOpen, PanelLeftOpen, PanelRightOpen } from "lucide-react";
import { type Panel, useDesk } from "@/state/desk";
import { IconButton } from "@/ui/IconButton";
import styles from "./FoldedEdge.module.css";
import { focusRegion, REGION_NAMES } from "./regions";

const LOOK = {
  palette: { icon: PanelLeftOpen, label: "Show the tools", keys: "Ctrl+B" },
  settings: { icon: PanelRightOpen, label: "Show the settings", keys: "Ctrl+Alt+B" },
  results: { icon: PanelBottomOpen, label: "Show the results", keys: "Ctrl+J" },
} as const;

export function FoldedEdge({ panel }: { panel: Panel }) {
  const isOpen = useDesk((state) => state.drawer === panel);
  const { icon, label, keys } = LOOK[panel];
  return (
    <section aria-label={`${REGION_NAMES[panel]}, folded`} className={`${styles.edge} ${styles[panel]}`}>
      <IconButton
        icon={icon}
        label={label}
        keys={keys}
        aria-expanded={isOpen}
        onClick={() => focusRegion(panel)}
      />
    </section>
  );
}
