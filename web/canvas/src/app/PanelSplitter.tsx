/** The edge of a panel: resizes it, folds it, and the desk remembers. */
import { type Panel, setFolded, useDesk } from "@/state/desk";
import { Splitter } from "@/ui/Splitter";

const LIMITS: Readonly<Record<Panel, { min: number; max: number; label: string }>> = {
  palette: { min: 160, max: 420, label: "Width of the tools" },
  settings: { min: 260, max: 640, label: "Width of the settings" },
  results: { min: 120, max: 900, label: "Height of the results" },
};

export function PanelSplitter({ panel }: { panel: Panel }) {
  const value = useDesk((state) => state.sizes[panel]);
  const { min, max, label } = LIMITS[panel];
  return (
    <Splitter
      label={label}
      axis={panel === "results" ? "y" : "x"}
      reversed={panel !== "palette"}
      value={value}
      min={min}
      max={max}
      controls={panel}
      onChange={(size) => useDesk.setState((state) => ({ sizes: { ...state.sizes, [panel]: size } }))}
      onFold={() => setFolded(panel, true)}
    />
  );
}
