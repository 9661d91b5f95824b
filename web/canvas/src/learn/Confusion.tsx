/** The confusion matrix: a table whose cells open the pictures behind them. */
import { counted, number, percent } from "@/model/text";
import type { Evaluation } from "@/model/types";
import styles from "./Confusion.module.css";
import { cellTitle } from "./mistakes";

interface Props {
  evaluation: Evaluation;
  onCell: (truth: number, predicted: number) => void;
}

export function Confusion({ evaluation, onCell }: Props) {
  const { classes, counts } = evaluation.matrix;
  return (
    <section className={styles.section} aria-label="Confusion matrix">
      <h3>Confusion matrix</h3>
      <p className={styles.hint}>Choose a cell to see its pictures.</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a large matrix scrolls by keys */}
      <section className={styles.frame} tabIndex={0} aria-label="Matrix">
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>
                is \ taken for
              </th>
              {classes.map((name) => (
                <th key={name} scope="col" title={name}>
                  {name}
                </th>
              ))}
              <th scope="col">found</th>
            </tr>
          </thead>
          <tbody>
            {counts.map((row, truth) => {
              const all = row.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={classes[truth]}>
                  <th scope="row" title={classes[truth]}>
                    {classes[truth]}
                  </th>
                  {row.map((count, predicted) => (
                    <td
                      key={classes[predicted]}
                      data-right={truth === predicted || undefined}
                      style={{ "--share": `${all ? (count / all) * 100 : 0}%` } as React.CSSProperties}
                    >
                      {count ? (
                        <button
                          type="button"
                          aria-label={`${cellTitle(evaluation, truth, predicted)}: ${counted(count, "picture")}`}
                          onClick={() => onCell(truth, predicted)}
                        >
                          {number(count)}
                        </button>
                      ) : (
                        <span className={styles.zero}>0</span>
                      )}
                    </td>
                  ))}
                  <td className={styles.recall}>{all ? percent((row[truth] ?? 0) / all) : ""}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
