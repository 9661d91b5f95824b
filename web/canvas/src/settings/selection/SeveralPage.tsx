/** Several things: what can be done with all of them. */
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignStartHorizontal,
  AlignStartVertical,
  Group,
  Trash2,
} from "lucide-react";
import { group } from "@/model/commands/containers";
import { setEnabled, setPinned } from "@/model/commands/nodes";
import { align, type Edge } from "@/model/commands/placing";
import { remove } from "@/model/commands/removal";
import { nodeLabel } from "@/model/labels";
import { only, type Selection, size } from "@/model/selection";
import { counted } from "@/model/text";
import { useCatalog } from "@/state/catalog";
import { edit, select, useDocument, workflowNow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { IconButton } from "@/ui/IconButton";
import { shownKeys } from "@/ui/keys";
import { Toggle } from "@/ui/Toggle";
import { ToolTile } from "@/ui/ToolTile";
import { PageHeader } from "./PageHeader";
import styles from "./pages.module.css";

const EDGES: readonly { edge: Edge; label: string; icon: typeof Group; keys?: string }[] = [
  { edge: "left", label: "Align left", icon: AlignStartVertical, keys: "Ctrl+Shift+ArrowLeft" },
  { edge: "center", label: "Align centres", icon: AlignCenterVertical },
  { edge: "right", label: "Align right", icon: AlignEndVertical, keys: "Ctrl+Shift+ArrowRight" },
  { edge: "top", label: "Align top", icon: AlignStartHorizontal, keys: "Ctrl+Shift+ArrowUp" },
  { edge: "middle", label: "Align middles", icon: AlignCenterHorizontal },
  { edge: "bottom", label: "Align bottom", icon: AlignEndHorizontal, keys: "Ctrl+Shift+ArrowDown" },
];

export function SeveralPage({ selection }: { selection: Selection }) {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const nodes = [...selection.nodes];
  const all = (key: "enabled" | "pinned") => nodes.every((node) => workflow.nodes[node]?.[key]);
  const title =
    nodes.length === size(selection) ? counted(nodes.length, "node") : counted(size(selection), "thing");
  const together = () => {
    const { workflow: grouped, id } = group(workflowNow(), selection);
    edit("Group", () => grouped, { select: id ? only("container", id) : undefined });
  };
  return (
    <>
      <PageHeader title={`${title} selected`} summary="What is done here is done with all of them" />
      <div className={styles.body}>
        {nodes.length > 0 && (
          <>
            <div className={styles.line}>
              <span>Enabled</span>
              <Toggle
                label="Enabled"
                checked={all("enabled")}
                onChange={(on) =>
                  edit(`${on ? "Enable" : "Disable"} ${title}`, (now) => setEnabled(now, nodes, on))
                }
              />
            </div>
            <div className={styles.line}>
              <span>Results pinned</span>
              <Toggle
                label="Results pinned"
                checked={all("pinned")}
                onChange={(on) =>
                  edit(`${on ? "Pin" : "Unpin"} ${title}`, (now) => setPinned(now, nodes, on))
                }
              />
            </div>
            <fieldset className={styles.align} aria-label="Align">
              {EDGES.map(({ edge, label, icon, keys }) => (
                <IconButton
                  key={edge}
                  icon={icon}
                  label={label}
                  keys={keys}
                  onClick={() => edit(label, (now) => align(now, selection, edge))}
                />
              ))}
            </fieldset>
          </>
        )}
        <div className={styles.buttons}>
          {nodes.length > 0 && (
            <Button icon={Group} title={`Put into a container (${shownKeys("Ctrl+G")})`} onClick={together}>
              Put into a container
            </Button>
          )}
          <Button
            kind="danger"
            icon={Trash2}
            title={`Delete (${shownKeys("Delete")})`}
            onClick={() => edit(`Delete ${title}`, (now) => remove(now, selection))}
          >
            Delete
          </Button>
        </div>
        <ul className={styles.tools}>
          {nodes.map((node) => {
            const tool = tools.get(workflow.nodes[node]?.tool ?? "");
            return (
              <li key={node}>
                <ToolTile icon={tool?.icon ?? "box"} category={tool?.category ?? ""} size={24} />
                <Button kind="quiet" onClick={() => select(only("node", node))}>
                  {nodeLabel(workflow, node, tools)}
                </Button>
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}
