/** A tool of the palette: drag it onto the canvas, or Enter; the star keeps it, `?` tells what it does. */
import { CircleHelp, Plus, Star } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useCallback, useState } from "react";
import type { ToolEntry } from "@/model/types";
import { toggleFavourite, useDesk } from "@/state/desk";
import { announce } from "@/state/notices";
import { show } from "@/state/overlay";
import { Menu } from "@/ui/Menu";
import { plain } from "@/ui/markdown";
import { ToolTile } from "@/ui/ToolTile";
import { Tooltip } from "@/ui/Tooltip";
import { addTool } from "./adding";
import styles from "./PaletteTool.module.css";

export const TOOL_TYPE = "application/weft-tool";

export function PaletteTool({ tool }: { tool: ToolEntry }) {
  const isFavourite = useDesk((state) => state.favourites.includes(tool.id));
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const close = useCallback(() => setMenu(null), []);
  const help = () => show({ kind: "tool-help", tool: tool.id });
  const star = () => {
    toggleFavourite(tool.id);
    announce(isFavourite ? `${tool.label} is no favourite any more` : `${tool.label} is a favourite`);
  };
  const add = () => (tool.available ? addTool(tool) : help());
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    if (event.key === "?") help();
    else if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.altKey) star();
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))
      setMenu({ x: box.left + 24, y: box.bottom });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(TOOL_TYPE, tool.id);
    event.dataTransfer.setData("text/plain", tool.label);
    event.dataTransfer.effectAllowed = "copy";
  };
  const starLabel = isFavourite
    ? `Remove ${tool.label} from the favourites`
    : `Keep ${tool.label} as a favourite`;
  return (
    <li
      className={styles.item}
      data-unavailable={!tool.available || undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      <Tooltip text={tool.available ? plain(tool.summary) : tool.hint} side="right" className={styles.tip}>
        <button
          type="button"
          className={styles.tool}
          data-tool={tool.id}
          draggable={tool.available}
          aria-disabled={!tool.available || undefined}
          aria-keyshortcuts="Enter F ?"
          onDragStart={onDragStart}
          onDoubleClick={add}
          onClick={(event) => {
            // A click by Enter or Space has no count; one by pointer waits for the second or a drag.
            if (event.detail === 0) add();
          }}
          onKeyDown={onKeyDown}
        >
          <ToolTile icon={tool.icon} category={tool.category} />
          <span className={styles.label}>{tool.label}</span>
          {!tool.available && <span className={styles.missing}>not installed</span>}
        </button>
      </Tooltip>
      <button
        type="button"
        tabIndex={-1}
        className={styles.star}
        aria-pressed={isFavourite}
        aria-label={starLabel}
        title={`${starLabel} (F)`}
        onClick={star}
      >
        <Star size={14} aria-hidden fill={isFavourite ? "currentColor" : "none"} />
      </button>
      {menu && (
        <Menu
          label={tool.label}
          at={menu}
          onClose={close}
          entries={[
            { label: "Add to the canvas", icon: Plus, keys: "Enter", disabled: !tool.available, run: add },
            { label: "Favourite", keys: "F", checked: isFavourite, run: star },
            { label: "Help", icon: CircleHelp, keys: "?", run: help },
          ]}
        />
      )}
    </li>
  );
}
