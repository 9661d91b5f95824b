/** Text of several lines. */
import type { ControlProps } from "./ControlProps";
import styles from "./controls.module.css";
import { useText } from "./useText";

export function LongTextControl({ control, ...setting }: ControlProps) {
  const { onChange, ...text } = useText(setting);
  return (
    <textarea
      {...control}
      {...text}
      className={styles.area}
      rows={4}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
