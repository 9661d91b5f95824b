/** The help of a tool: what it does, what goes in and out, in the words of its author. */
import type { InputEntry, OutputEntry } from "@/model/types";
import { useCatalog } from "@/state/catalog";
import { useWorkflow } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Markdown } from "@/ui/Markdown";
import { ToolTile } from "@/ui/ToolTile";
import { addTool } from "./adding";
import styles from "./ToolHelp.module.css";

export default function ToolHelp({ id, onClose }: { id: string; onClose: () => void }) {
  const tool = useCatalog((state) => state.tools.get(id));
  const isOpen = useWorkflow((state) => state.path !== "");
  if (!tool) return null;
  return (
    <Dialog
      title={tool.label}
      width={640}
      onClose={onClose}
      actions={
        <>
          <span className={styles.about}>
            {tool.id}, version {tool.version}, from {tool.pack}
          </span>
          {isOpen && (
            <Button
              kind="primary"
              disabled={!tool.available}
              onClick={() => {
                onClose();
                addTool(tool);
              }}
            >
              Add to the canvas
            </Button>
          )}
        </>
      }
    >
      <div className={styles.head}>
        <ToolTile icon={tool.icon} category={tool.category} size={44} />
        <div>
          <p className={styles.category}>{tool.category}</p>
          <Anchors title="In" anchors={tool.inputs} />
          <Anchors title="Out" anchors={tool.outputs} />
        </div>
      </div>
      {!tool.available && <p className={styles.hint}>{tool.hint}</p>}
      <Markdown text={tool.help} />
    </Dialog>
  );
}

function Anchors({ title, anchors }: { title: string; anchors: readonly (InputEntry | OutputEntry)[] }) {
  if (!anchors.length) return null;
  const said = anchors.map((anchor) => {
    const optional = "optional" in anchor && anchor.optional ? ", optional" : "";
    const kind = anchor.kind === "table" ? "" : `, a ${anchor.kind}`;
    return `${anchor.letter ? `${anchor.letter} ` : ""}${anchor.name}${kind}${optional}`;
  });
  return (
    <p className={styles.anchors}>
      {title}: {said.join("; ")}
    </p>
  );
}
