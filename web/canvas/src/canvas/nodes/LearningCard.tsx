/** What a training node shows under itself, or above where others are below: its epoch, its figure and the way there. */
import type { Point } from "@/model/document";
import { learning, type NodeView } from "@/model/run";
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
  const isOutdated = useIsOutdated(node) && view.state !== "running" && view.state !== "pending";
  const learned = learning(view);
  if (!learned) return null;
  const figure = learned.figure === null || learned.figure === undefined ? "" : learned.figure.toFixed(3);
  const epochs = learned.epochs ? ` of ${learned.epochs}` : "";
  return (
    <div
      className={styles.card}
      style={{
        top: curveTop(
          at,
          obstacles.filter((each) => each.node !== node),
        ),
      }}
      data-outdated={isOutdated || undefined}
      title={`${learned.name}: ${figure}${isOutdated ? `, ${FROM_BEFORE}` : ""}`}
    >
      <div className={styles.head}>
        <span>{isOutdated ? "before the change" : `epoch ${learned.epoch}${epochs}`}</span>
        <strong>{figure}</strong>
      </div>
      <Sparkline
        values={learned.points.map((point) => point.value)}
        total={learned.epochs ?? null}
        width={124}
      />
    </div>
  );
}
