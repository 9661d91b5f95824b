/** The edge of a panel: resizes it, folds it, and the desk remembers. */
import { type Panel, setFolded, useDesk } from "@/state/desk";
import { Splitter } from "@/ui/Splitter";

const LIMITS: Readonly<Record<Panel, { min: number; max: number; label: string }>> = {
  palette: { min: 160, max: 420, label: "Width of the tools" },
  settings: { min: 260, max: 640, label: "Width of the settings" },
  results: { min: 120, max: 900, label: "Height of the results" },
};

/** As high as the style of the panel lets it be: the edge follows the pointer, and stops where the panel does. */
const highest = (): number => Math.max(0.45 * window.innerHeight, window.innerHeight - 260);

export function PanelSplitter({ panel }: { panel: Panel }) {
  const size = useDesk((state) => state.sizes[panel]);
  const { min, label, ...limit } = LIMITS[panel];
  const max = panel === "results" ? Math.min(limit.max, Math.round(highest())) : limit.max;
  const value = Math.min(size, max);
  return (
    <Splitter
      label={label}
      axis={panel === "results" ? "y" : "x"}
      reversed={panel !== "palette"}
      value={value}
      min={min}
      max={max}
      controls={panel}
      onChange={(next) => useDesk.setState((state) => ({ sizes: { ...state.sizes, [panel]: next } }))}
      onFold={() => setFolded(panel, true)}
    />
  );
}
