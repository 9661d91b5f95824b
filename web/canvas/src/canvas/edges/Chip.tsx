/** How many records went over a connection, and their size; a click shows them. */
import { memo } from "react";
import type { WorkflowConnection } from "@/model/document";
import { connectionKey } from "@/model/selection";
import { bytes as asBytes, counted, number } from "@/model/text";
import { FROM_BEFORE } from "@/state/outdated";
import { lookAtConnection } from "../looking";
import { openMenu } from "../state/menu";
import styles from "./Chip.module.css";

interface Props {
  connection: WorkflowConnection;
  records: number;
  bytes: number;
  counting: boolean;
  /** They went through before the workflow was changed. */
  outdated: boolean;
  x: number;
  y: number;
  /** Among the chips between the same two nodes: the first lies above, the second below, more lie further off. */
  rank: number;
}

const GAP = 8;
const HEIGHT = 38;

export const Chip = memo(function Chip(props: Props) {
  const { connection, records, bytes, counting, outdated, x, y, rank } = props;
  const size = asBytes(bytes);
  const away = GAP + Math.floor(rank / 2) * HEIGHT;
  const place =
    rank % 2
      ? `translate(-50%, 0) translate(${x}px, ${y + away}px)`
      : `translate(-50%, -100%) translate(${x}px, ${y - away}px)`;
  const ends = `from ${connection.from.replace(".", ", ")} to ${connection.to.replace(".", ", ")}`;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`nodrag nopan ${styles.chip}`}
      data-counting={counting || undefined}
      data-outdated={outdated || undefined}
      title={outdated ? `${counted(records, "record")}, ${size}, ${FROM_BEFORE}` : undefined}
      style={{ transform: place }}
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
});
