/** What differs between two workflows, as three short lists. */
import type { Workflow, WorkflowNode } from "@/model/document";
import { useCatalog } from "@/state/catalog";
import styles from "./DifferenceList.module.css";
import { type Difference, differences } from "./difference";

const SIGNS = { added: "+", removed: "−", changed: "~" } as const;
const SPOKEN = { added: "Added:", removed: "Removed:", changed: "Changed:" } as const;

export function DifferenceList({ from, to, title }: { from: Workflow; to: Workflow; title: string }) {
  const tools = useCatalog((state) => state.tools);
  const label = (node: WorkflowNode) => node.title || (tools.get(node.tool)?.label ?? node.tool);
  const found: Difference[] = differences(from, to, label);
  return (
    <section aria-label={title} className={styles.section}>
      <h3>{title}</h3>
      <ul className={styles.list}>
        {found.map(({ kind, text }) => (
          <li key={`${kind} ${text}`} className={styles[kind]}>
            <span className={styles.sign} aria-hidden>
              {SIGNS[kind]}
            </span>
            <span className="visually-hidden">{SPOKEN[kind]}</span>
            <span>{text}</span>
          </li>
        ))}
        {!found.length && <li>Nothing but the way it is written.</li>}
      </ul>
    </section>
  );
}
