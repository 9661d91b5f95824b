/** What is wrong. Where nothing is any more, its place stays free until the focus leaves the settings. */
import { useState } from "react";
import type { ProblemAt } from "@/model/types";
import { Problems } from "@/ui/Problems";
import { useHolding } from "./holding";
import styles from "./SteadyProblems.module.css";

const NONE: readonly ProblemAt[] = [];

export function SteadyProblems({ id, problems }: { id?: string; problems: readonly ProblemAt[] }) {
  const isHeld = useHolding() !== null;
  const [last, setLast] = useState(NONE);
  const next = problems.length ? problems : isHeld ? last : NONE;
  if (textOf(next) !== textOf(last)) setLast(next);
  if (problems.length || !next.length) return <Problems id={id} problems={problems} />;
  return (
    <div className={styles.gone} aria-hidden>
      <Problems problems={next} />
    </div>
  );
}

const textOf = (problems: readonly ProblemAt[]): string => problems.map((each) => each.message).join("\n");
