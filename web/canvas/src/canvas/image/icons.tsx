/** The drawings of icons as SVG text, taken from the same components that the page shows. */
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { ToolIcon } from "@/ui/ToolIcon";
import { TOOL_ICONS } from "@/ui/toolIcons";

export async function iconDrawings(names: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(names);
  // Icons of plugins come on demand: they must be there before they are drawn.
  const isForeign = [...wanted].some((name) => !TOOL_ICONS[name]);
  const other = isForeign ? (await import("@/ui/OtherIcon")).default : null;
  const drawings = new Map<string, string>();
  for (const name of wanted) {
    const place = document.createElement("div");
    const root = createRoot(place);
    const Other = TOOL_ICONS[name] ? null : other;
    flushSync(() => root.render(Other ? <Other name={name} size={24} /> : <ToolIcon name={name} />));
    drawings.set(name, place.querySelector("svg")?.innerHTML ?? "");
    root.unmount();
  }
  return drawings;
}
