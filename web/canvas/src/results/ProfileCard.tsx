/** One column: its type, what is missing, its range, and bars that filter the records. */
import { number } from "@/model/text";
import type { ColumnProfile } from "@/model/types";
import styles from "./ProfileCard.module.css";
import { isHistogram } from "./profileBars";

interface Props {
  column: ColumnProfile;
  records: number;
  /** A bar was chosen. */
  onBar: (index: number) => void;
}

export function ProfileCard({ column, records, onBar }: Props) {
  const bars = column.bars ?? [];
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const histogram = isHistogram(column);
  const share = records ? (column.nulls / records) * 100 : 0;
  const isNumeric = column.mean !== null && column.mean !== undefined;
  const facts = [
    ["Null", column.nulls ? `${number(column.nulls)} (${share < 1 ? "< 1" : Math.round(share)} %)` : "none"],
    ["Distinct", column.distinct === null ? null : number(column.distinct)],
    ["Least", isNumeric ? shortText(column.minimum) : column.minimum],
    ["Greatest", isNumeric ? shortText(column.maximum) : column.maximum],
    ["Mean", column.mean === null || column.mean === undefined ? null : short(column.mean)],
    [
      "Deviation",
      column.deviation === null || column.deviation === undefined ? null : short(column.deviation),
    ],
  ].filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== undefined);
  return (
    <li className={styles.card}>
      <h3 className={styles.name}>
        <span title={column.name}>{column.name}</span> <small>{column.type}</small>
      </h3>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
      {bars.length > 0 && (
        <ul
          className={histogram ? styles.histogram : styles.frequent}
          aria-label={`Values of ${column.name}`}
        >
          {bars.map((bar, index) => (
            <li key={bar.label}>
              <button
                type="button"
                aria-label={histogram ? `${bar.label}: ${number(bar.count)}` : undefined}
                title={`${bar.label || "(empty)"}: ${number(bar.count)}. Show these records.`}
                onClick={() => onBar(index)}
                style={{ "--share": bar.count / most } as React.CSSProperties}
              >
                <span className={styles.bar} />
                {!histogram && (
                  <>
                    <span className={styles.label}>{bar.label || "(empty)"}</span>
                    <span className={styles.count}>{number(bar.count)}</span>
                  </>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Digits that nobody compares are left out. */
const shortText = (text: string | null | undefined): string | null | undefined =>
  text && text.length > 12 ? short(Number(text)) : text;

const short = (value: number): string => String(Number(value.toPrecision(5)));
