/** What nodes said while they ran. */
import { MessageSquareText } from "lucide-react";
import { useState } from "react";
import { nodeLabel } from "@/model/labels";
import { counted } from "@/model/text";
import { useCatalog } from "@/state/catalog";
import { useRun } from "@/state/run";
import { useDocument } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import { Select } from "@/ui/Select";
import { jumpTo } from "./jump";
import { LevelIcon } from "./LevelIcon";
import styles from "./MessagesTab.module.css";
import { type Said, useMessages } from "./useMessages";

const LEVELS = [
  { value: "", label: "all levels" },
  { value: "error", label: "errors" },
  { value: "warning", label: "warnings" },
  { value: "info", label: "information" },
];
/** More are counted, not drawn. */
const MOST = 500;

export default function MessagesTab() {
  const messages = useMessages();
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const ending = useRun((state) => state.view?.message || state.info?.message || "");
  // A run that failed at a node ends with the words of the node, which stand in the list.
  const isSaid = messages.some((each) => each.level === "error" && ending.includes(each.message));
  const failure = isSaid ? "" : ending;
  const [level, setLevel] = useState("");
  const [node, setNode] = useState("");
  if (!messages.length && !failure)
    return (
      <EmptyHint icon={MessageSquareText}>
        What nodes say while they run is shown here, such as pictures that could not be read.
      </EmptyHint>
    );
  const label = (name: string) => nodeLabel(workflow, name, tools);
  const nodes = [...new Set(messages.map((each) => each.node))];
  const chosen = nodes.includes(node) ? node : "";
  const found = messages.filter(
    (each) => (!level || each.level === level) && (!chosen || each.node === chosen),
  );
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <Select aria-label="Level" choices={LEVELS} value={level} onChange={setLevel} />
        <Select
          aria-label="Node"
          choices={[
            { value: "", label: "all nodes" },
            ...nodes.map((name) => ({ value: name, label: label(name) })),
          ]}
          value={chosen}
          onChange={setNode}
        />
        {found.length < messages.length && (
          <span role="status">
            {found.length} of {counted(messages.length, "message")}
          </span>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls by keys */}
      <section className={styles.frame} tabIndex={0} aria-label="Messages">
        {failure && (
          <p className={styles.failure}>
            <LevelIcon level="error" />
            <span>{failure}</span>
          </p>
        )}
        <ul className={styles.list}>
          {found.slice(0, MOST).map((each) => (
            <Message
              key={each.key}
              said={each}
              label={label(each.node)}
              known={each.node in workflow.nodes}
            />
          ))}
        </ul>
        {found.length > MOST && <p className={styles.rest}>and {found.length - MOST} more</p>}
      </section>
    </div>
  );
}

function Message({ said, label, known }: { said: Said; label: string; known: boolean }) {
  const { level, node, field, message, rows, at, traceback } = said;
  return (
    <li className={styles.message}>
      <LevelIcon level={level} />
      <div className={styles.text}>
        {known ? (
          <button type="button" className={styles.jump} onClick={() => jumpTo(node, field)}>
            {label}
          </button>
        ) : (
          <strong>{label}</strong>
        )}{" "}
        {message}
        {traceback && (
          <details>
            <summary>Details</summary>
            <pre className={styles.traceback}>{traceback}</pre>
          </details>
        )}
      </div>
      <span className={styles.aside}>{rows > 0 && counted(rows, "record")}</span>
      <span className={styles.aside}>{at === null ? "earlier run" : timeText(at)}</span>
    </li>
  );
}

const timeText = (at: number): string =>
  new Date(at * 1_000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
