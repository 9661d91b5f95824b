/** A switch: on or off at once. Without a text of its own beside it, `label` is only read aloud. */
import styles from "./Toggle.module.css";

interface Props {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  /** Show the label beside the switch. */
  shown?: boolean;
  disabled?: boolean;
  id?: string;
  describedBy?: string;
  /** -1 where arrows or a menu lead to it. */
  tabIndex?: number;
}

export function Toggle({
  checked,
  onChange,
  label,
  shown = false,
  disabled,
  id,
  describedBy,
  tabIndex,
}: Props) {
  return (
    <button
      type="button"
      role="switch"
      id={id}
      aria-checked={checked}
      aria-label={shown ? undefined : label}
      aria-describedby={describedBy}
      disabled={disabled}
      tabIndex={tabIndex}
      className={styles.toggle}
      onClick={() => onChange(!checked)}
    >
      <span className={styles.track}>
        <span className={styles.knob} />
      </span>
      {shown && <span>{label}</span>}
    </button>
  );
}
