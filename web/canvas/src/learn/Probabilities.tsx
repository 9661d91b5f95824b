/** How likely each class is, the likeliest first. */

import { useState } from "react";
import { percent } from "@/model/text";
import type { ClassScore } from "@/model/types";
import { Button } from "@/ui/Button";
import styles from "./Probabilities.module.css";

const FEW = 8;

export function Probabilities({ scores }: { scores: readonly ClassScore[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? scores : scores.slice(0, FEW);
  return (
    <>
      <ol className={styles.list} aria-label="Probabilities">
        {shown.map(({ name, probability }, index) => (
          <li key={name} className={index === 0 ? styles.first : undefined}>
            <span className={styles.name} title={name}>
              {name}
            </span>
            <span className={styles.track}>
              <span style={{ width: `${probability * 100}%` }} />
            </span>
            <span className={styles.figure}>{percent(probability)}</span>
          </li>
        ))}
      </ol>
      {scores.length > FEW && (
        <Button kind="quiet" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${scores.length} classes`}
        </Button>
      )}
    </>
  );
}
