/** How many records went over a connection, and their size; a click shows them. */
import type { Point, WorkflowConnection } from "@/model/document";
import { connectionKey } from "@/model/selection";
import { bytes as asBytes, counted, number } from "@/model/text";
import { FROM_BEFORE } from "@/state/outdated";
import { labelPlace } from "../drawing/labels";
import { lookAtConnection } from "../looking";
import { openMenu } from "../state/menu";
import { useObstacles } from "../state/obstacles";
import styles from "./Chip.module.css";

interface Props {
  connection: WorkflowConnection;
  records: number;
  bytes: number;
  counting: boolean;
  /** They went through before the workflow was changed. */
  outdated: boolean;
  source: Point;
  target: Point;
  /** Among the chips between the same two nodes: the first lies above, the second below, more lie further off. */
  rank: number;
}

const HEIGHT = 36;
const PADDING = 18;
const LETTER = 6.4;

export function Chip(props: Props) {
  const { connection, records, bytes, counting, outdated, source, target, rank } = props;
  const size = asBytes(bytes);
  const letters = Math.max(number(records).length, size.length);
  const room = { width: letters * LETTER + PADDING, height: HEIGHT };
  const { x, y } = labelPlace({ source, target }, room, rank, useObstacles());
  const ends = `from ${connection.from.replace(".", ", ")} to ${connection.to.replace(".", ", ")}`;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`nodrag nopan ${styles.chip}`}
      data-counting={counting || undefined}
      data-outdated={outdated || undefined}
      title={outdated ? `${counted(records, "record")}, ${size}, ${FROM_BEFORE}` : undefined}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      onClick={() => lookAtConnection(connection)}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(
          { kind: "connection", id: connectionKey(connection) },
          { x: event.clientX, y: event.clientY },
        );
      }}
    >
      <strong>{number(records)}</strong>
      <span className="visually-hidden">{records === 1 ? " record, " : " records, "}</span>
      <span>{outdated ? "before" : size}</span>
      <span className="visually-hidden">{outdated ? ` the change, ${ends}` : `, ${ends}`}</span>
    </button>
  );
}
