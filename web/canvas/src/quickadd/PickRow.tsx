/** A line of a pick list; one that cannot be taken says why. */
import type { Pick } from "./PickList";
import styles from "./PickRow.module.css";

interface Props {
  id: string;
  pick: Pick;
  isCurrent: boolean;
  onPoint: () => void;
  onPick: () => void;
}

export function PickRow({ id, pick, isCurrent, onPoint, onPick }: Props) {
  const isRefused = pick.refused != null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field that has the focus handles the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      aria-disabled={isRefused || undefined}
      className={styles.row}
      ref={(element) => {
        if (isCurrent) element?.scrollIntoView?.({ block: "nearest" });
      }}
      onPointerMove={isCurrent ? undefined : onPoint}
      onClick={onPick}
    >
      {pick.icon && <span className={styles.icon}>{pick.icon}</span>}
      <span className={styles.text}>
        <span className={styles.label}>{pick.label}</span>
        <span className={styles.detail}>{pick.refused ?? pick.detail}</span>
      </span>
    </div>
  );
}
