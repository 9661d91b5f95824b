/** Settings under a heading, folded where they are seldom needed. */
import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import { useHolds } from "../focus";
import { problemsOf, useForm } from "./FormContext";
import styles from "./Section.module.css";

interface Props {
  title: string;
  folds: boolean;
  /** The settings in it: it opens when one of them is wanted. */
  paths: readonly string[];
  summary: string;
  children: ReactNode;
}

export function Section({ title, folds, paths, summary, children }: Props) {
  const form = useForm();
  const id = useId();
  const [open, setOpen] = useState(!folds);
  const wanted = useHolds(form.node, paths);
  useEffect(() => {
    if (wanted) setOpen(true);
  }, [wanted]);
  const problems = paths.flatMap((path) => problemsOf(form, path, true)).length;
  if (!folds) {
    return (
      <section className={styles.section} aria-labelledby={id}>
        <h3 id={id} className={styles.title}>
          {title}
        </h3>
        {children}
      </section>
    );
  }
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 className={styles.folding}>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
          <span id={id}>{title}</span>
          {!open && <span className={styles.summary}>{summary}</span>}
          {!open && problems > 0 && <span className={styles.problems}>{`${problems} to fix`}</span>}
        </button>
      </h3>
      {open && children}
    </section>
  );
}
