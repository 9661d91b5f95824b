/** What a training node shows under itself: its epoch, its figure and the way there. */
import { learning, type NodeView } from "@/model/run";
import styles from "./LearningCard.module.css";
import { Sparkline } from "./Sparkline";

export function LearningCard({ view }: { view: NodeView }) {
  const learned = learning(view);
  if (!learned) return null;
  const figure = learned.figure === null || learned.figure === undefined ? "" : learned.figure.toFixed(3);
  const epochs = learned.epochs ? ` of ${learned.epochs}` : "";
  return (
    <div className={styles.card} title={`${learned.name}: ${figure}`}>
      <div className={styles.head}>
        <span>{`epoch ${learned.epoch}${epochs}`}</span>
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
