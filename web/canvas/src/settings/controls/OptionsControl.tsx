/** A text with suggestions; where the tool tells more of them, each is a card. */
import { asValues } from "../schema/values";
import { ComboBox } from "./ComboBox";
import type { ControlProps } from "./ControlProps";
import { cardOf } from "./cards";
import styles from "./OptionsControl.module.css";

export function OptionsControl({ field, value, onChange, control }: ControlProps) {
  const fallback = typeof field.fallback === "string" ? field.fallback : "";
  const name = typeof value === "string" ? value : "";
  const cards = asValues(field.schema.cards);
  const now = cardOf(cards[name || fallback]);
  return (
    <>
      <ComboBox
        control={control}
        value={name}
        placeholder={fallback}
        free
        empty="Not in the list; Enter takes it as it is"
        options={(field.schema.options ?? []).map((option) => {
          const card = cardOf(cards[option]);
          return {
            value: option,
            label: option,
            note: card && (
              <>
                {card.note}
                <span className={styles.facts}>{card.facts.join(" · ")}</span>
              </>
            ),
          };
        })}
        onChange={(next) => onChange(next || undefined)}
      />
      {now && (
        <div className={styles.card}>
          {now.note}
          <span className={styles.facts}>{now.facts.join(" · ")}</span>
        </div>
      )}
    </>
  );
}
