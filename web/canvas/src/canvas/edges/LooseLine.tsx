/** A connection while it is drawn; where it may not end, the reason stands beside the pointer. */
import { type ConnectionLineComponentProps, getBezierPath } from "@xyflow/react";
import { refusalBetween, useConnecting } from "../state/connecting";
import styles from "./LooseLine.module.css";

export function LooseLine(props: ConnectionLineComponentProps) {
  const { fromX, fromY, toX, toY, fromPosition, toPosition, toHandle } = props;
  const from = useConnecting((state) => state.from);
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
  });
  const reason =
    from && toHandle?.id
      ? refusalBetween(from, toHandle.id, toHandle.type === "target" ? "input" : "output")
      : null;
  return (
    <g>
      <path d={path} className={styles.line} data-refused={reason !== null || undefined} />
      {reason && (
        <foreignObject x={toX + 14} y={toY + 10} width={280} height={90} className={styles.place}>
          <div className={styles.reason}>{reason}</div>
        </foreignObject>
      )}
    </g>
  );
}
