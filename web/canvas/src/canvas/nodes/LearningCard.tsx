/** What a training node shows under itself, or above where others are below: its epoch, its figure and the way there. */
import type { Point } from "@/model/document";
import { type Learning, learning, type NodeView, valueText } from "@/model/run";
import { FROM_BEFORE, useIsOutdated } from "@/state/outdated";
import { curveTop } from "../drawing/labels";
import { useObstacles } from "../state/obstacles";
import styles from "./LearningCard.module.css";
import { Sparkline } from "./Sparkline";

interface Props {
  node: string;
  view: NodeView;
  /** Where the tile of the node is. */
  at: Point;
}

export function LearningCard({ node, view, at }: Props) {
  const obstacles = useObstacles();
  const isOfBefore = useIsOutdated(node) && view.state !== "running" && view.state !== "pending";
  const learned = learning(view);
  if (!learned) return null;
  const figure = valueText(learned, learned.figure);
  const ending = brokenOff(view, learned);
  const isOutdated = isOfBefore && !ending;
  const epochs = learned.epochs ? ` of ${learned.epochs}` : "";
  const values = learned.points.map((point) => point.value);
  const known = values.filter((value) => !Number.isNaN(value));
  return (
    <div
      className={styles.card}
      style={{
        top: curveTop(
          at,
          obstacles.filter((each) => each.node !== node),
        ),
      }}
      data-outdated={isOutdated || ending !== null || undefined}
      title={[`${learned.name}: ${figure}`, ending, isOutdated && FROM_BEFORE].filter(Boolean).join(", ")}
    >
      <div className={styles.head}>
        <span>{ending ?? (isOutdated ? "before the change" : `epoch ${learned.epoch}${epochs}`)}</span>
        <strong>{figure}</strong>
      </div>
      <div className={styles.curve}>
        <Sparkline values={values} total={learned.epochs ?? null} width={92} />
        {known.length > 1 && (
          <div className={styles.scale} aria-hidden>
            <span>{valueText(learned, Math.max(...known))}</span>
            <span>{valueText(learned, Math.min(...known))}</span>
          </div>
        )}
      </div>
    </div>
  );
}

/** How a training ended that gave no model; null for one that is at work or came to its end. */
function brokenOff({ state }: NodeView, { points }: Learning): string | null {
  const epoch = points.at(-1)?.step;
  if (state === "cancelled") return epoch ? `stopped at ${epoch}` : "stopped";
  if (state === "failed") return epoch ? `failed at ${epoch}` : "failed";
  return null;
}
