/** The head of a page of settings that is not about a node. */
import type { ReactNode } from "react";
import styles from "./PageHeader.module.css";

interface Props {
  title: string;
  summary: string;
  children?: ReactNode;
}

export function PageHeader({ title, summary, children }: Props) {
  return (
    <header className={styles.header}>
      <div className={styles.names}>
        <h2 tabIndex={-1} className={styles.title}>
          {title}
        </h2>
        <p className={styles.summary}>{summary}</p>
      </div>
      {children}
    </header>
  );
}
