/** The head of a node's settings: its tile and name, what the tool does, help, menu. */
import { CircleHelp, Ellipsis, Pencil, Pin, Power, StickyNote } from "lucide-react";
import { useCallback, useState } from "react";
import { renameNode, setEnabled, setNote, setPinned } from "@/model/commands/nodes";
import { nodeLabel } from "@/model/labels";
import type { ToolEntry } from "@/model/types";
import { toolsNow } from "@/state/catalog";
import { edit, useDocument } from "@/state/workflow";
import { IconButton } from "@/ui/IconButton";
import { Markdown } from "@/ui/Markdown";
import { Menu } from "@/ui/Menu";
import { plain } from "@/ui/markdown";
import { ToolTile } from "@/ui/ToolTile";
import { DraftField } from "../form/DraftField";
import styles from "./NodeHeader.module.css";

export function NodeHeader({ node, tool }: { node: string; tool: ToolEntry | undefined }) {
  const workflow = useDocument();
  const [helping, setHelping] = useState(false);
  const [editing, setEditing] = useState<"title" | "note" | null>(null);
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  const entry = workflow.nodes[node];
  const label = nodeLabel(workflow, node, toolsNow());
  const note = workflow.layout.notes[node] ?? "";
  if (!entry) return null;
  const toolName = tool?.label ?? entry.tool;
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <ToolTile icon={tool?.icon ?? "box"} category={tool?.category ?? ""} size={36} />
        <div className={styles.names}>
          <h2 tabIndex={-1} className={styles.title}>
            {label}
          </h2>
          <p className={styles.summary}>
            {entry.title && <strong>{`${toolName} · `}</strong>}
            {tool ? plain(tool.summary) : "not installed"}
          </p>
        </div>
        {tool && (
          <IconButton
            icon={CircleHelp}
            label={`Help on ${toolName}`}
            aria-expanded={helping}
            onClick={() => setHelping(!helping)}
          />
        )}
        <IconButton
          icon={Ellipsis}
          label={`More on ${label}`}
          aria-haspopup="menu"
          aria-expanded={menu !== null}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setMenu({ x: box.right - 200, y: box.bottom + 4 });
          }}
        />
      </div>
      {helping && tool && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long help scrolls by keys
        <section tabIndex={0} className={styles.help} aria-label={`Help on ${toolName}`}>
          <Markdown text={tool.help} />
        </section>
      )}
      {editing === "title" && (
        <DraftField
          label="Title"
          value={entry.title}
          placeholder={toolName}
          onChange={(text) =>
            edit(`Rename ${toolName}`, (now) => renameNode(now, node, text), { gesture: `rename ${node}` })
          }
        />
      )}
      {(editing === "note" || note) && (
        <DraftField
          label="Note"
          long
          value={note}
          placeholder="Stands under the node in place of the automatic text"
          onChange={(text) =>
            edit(`Note on ${label}`, (now) => setNote(now, node, text), { gesture: `note ${node}` })
          }
        />
      )}
      {menu && (
        <Menu
          label={label}
          at={menu}
          onClose={closeMenu}
          entries={[
            {
              label: "Rename",
              icon: Pencil,
              run: () => setEditing(editing === "title" ? null : "title"),
            },
            { label: "Write a note", icon: StickyNote, run: () => setEditing("note") },
            "separator",
            {
              label: entry.enabled ? "Disable" : "Enable",
              icon: Power,
              run: () =>
                edit(`${entry.enabled ? "Disable" : "Enable"} ${label}`, (now) =>
                  setEnabled(now, [node], !entry.enabled),
                ),
            },
            {
              label: entry.pinned ? "Unpin" : "Pin the results",
              icon: Pin,
              run: () =>
                edit(`${entry.pinned ? "Unpin" : "Pin"} ${label}`, (now) =>
                  setPinned(now, [node], !entry.pinned),
                ),
            },
          ]}
        />
      )}
    </header>
  );
}
