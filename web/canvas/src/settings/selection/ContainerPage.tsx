/** A container: title, colour, switch, and what is in it. */
import { Trash2 } from "lucide-react";
import { membersOf, setContainer, ungroup } from "@/model/commands/containers";
import { containerLabel } from "@/model/labels";
import { counted } from "@/model/text";
import { edit, useDocument } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { Toggle } from "@/ui/Toggle";
import { DraftField } from "../form/DraftField";
import { ColorChoice } from "./ColorChoice";
import { PageHeader } from "./PageHeader";
import styles from "./pages.module.css";

export function ContainerPage({ container }: { container: string }) {
  const workflow = useDocument();
  const entry = workflow.containers[container];
  if (!entry) return null;
  const layout = workflow.layout.containers[container];
  const label = containerLabel(workflow, container);
  const inside = [...membersOf(workflow, container).nodes].length;
  const set = (change: Parameters<typeof setContainer>[2], what: string, gesture?: string) =>
    edit(`${what} of ${label}`, (now) => setContainer(now, container, change), { gesture });
  return (
    <>
      <PageHeader title={label} summary={`Container of ${counted(inside, "node")}`} />
      <div className={styles.body}>
        <DraftField
          label="Title"
          value={entry.title}
          placeholder="Container"
          onChange={(title) => set({ title }, "Title", `title ${container}`)}
        />
        <ColorChoice value={layout?.color ?? "grey"} onChange={(color) => set({ color }, "Colour")} />
        <div className={styles.line}>
          <span>What is in it runs</span>
          <Toggle
            label="What is in it runs"
            checked={entry.enabled}
            onChange={(enabled) => set({ enabled }, "Switch")}
          />
        </div>
        <div className={styles.line}>
          <span>Folded to a tile</span>
          <Toggle
            label="Folded to a tile"
            checked={layout?.collapsed ?? false}
            onChange={(collapsed) => set({ collapsed }, "Fold")}
          />
        </div>
        <div className={styles.buttons}>
          <Button icon={Trash2} onClick={() => edit(`Ungroup ${label}`, (now) => ungroup(now, container))}>
            Remove the frame only
          </Button>
        </div>
      </div>
    </>
  );
}
