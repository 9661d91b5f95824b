/** A connection: where it leads, its name and order, the columns that flow over it. */
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { disconnect, moveConnection, renameConnection, takesMany } from "@/model/commands/connections";
import { splitPlace, type WorkflowConnection } from "@/model/document";
import { nodeLabel } from "@/model/labels";
import { connectionKey } from "@/model/selection";
import { counted } from "@/model/text";
import { useCatalog } from "@/state/catalog";
import { look } from "@/state/looking";
import { columnsOf, useValidation } from "@/state/validation";
import { edit, useDocument } from "@/state/workflow";
import { Button } from "@/ui/Button";
import { EmptyHint } from "@/ui/EmptyHint";
import { TypeChip } from "../controls/TypeChip";
import { focusField } from "../focus";
import { DraftField } from "../form/DraftField";
import { PageHeader } from "./PageHeader";
import styles from "./pages.module.css";

export function ConnectionPage({ connection }: { connection: WorkflowConnection }) {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const validation = useValidation((state) => state.validation);
  const key = connectionKey(connection);
  const columns = columnsOf(connection.from, validation);
  const [from, output] = splitPlace(connection.from);
  const [to, input] = splitPlace(connection.to);
  const many = takesMany(workflow, connection.to, tools);
  const title = `${nodeLabel(workflow, from, tools)} → ${nodeLabel(workflow, to, tools)}`;
  const shift = (by: -1 | 1) =>
    edit(by < 0 ? "Move connection up" : "Move connection down", (now) => moveConnection(now, key, by));
  return (
    <>
      <PageHeader title={title} summary={`Connection from ${output} to ${input}`} />
      <div className={styles.body}>
        <div className={styles.buttons}>
          <Button onClick={() => look({ node: from, anchor: output, side: "output" }, "records")}>
            Look at the records
          </Button>
          <Button kind="quiet" onClick={() => focusField(from, "")}>
            Go to {nodeLabel(workflow, from, tools)}
          </Button>
          <Button kind="quiet" onClick={() => focusField(to, "")}>
            Go to {nodeLabel(workflow, to, tools)}
          </Button>
        </div>
        {many && (
          <>
            <DraftField
              label="Name"
              value={connection.name}
              late
              hint="Several connections come in the order of their names"
              onChange={(text) => edit("Name the connection", (now) => renameConnection(now, key, text))}
            />
            <div className={styles.buttons}>
              <Button icon={ArrowUp} onClick={() => shift(-1)}>
                Earlier
              </Button>
              <Button icon={ArrowDown} onClick={() => shift(1)}>
                Later
              </Button>
            </div>
          </>
        )}
        <section className={styles.section} aria-labelledby="connection-columns">
          <h3 id="connection-columns">{columns ? counted(columns.length, "column") : "Columns"}</h3>
          {columns ? (
            <ol className={styles.columns}>
              {columns.map((column) => (
                <li key={column.name}>
                  <TypeChip type={column.type} />
                  <span>{column.name}</span>
                  <span className={styles.note}>{column.type}</span>
                </li>
              ))}
            </ol>
          ) : (
            <EmptyHint>Run once to know the columns that flow here</EmptyHint>
          )}
        </section>
        <div className={styles.buttons}>
          <Button
            kind="danger"
            icon={Trash2}
            onClick={() => edit("Disconnect", (now) => disconnect(now, [key]))}
          >
            Remove the connection
          </Button>
        </div>
      </div>
    </>
  );
}
