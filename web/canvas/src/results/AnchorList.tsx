/** The anchors of the node that is looked at: inputs, then outputs; those with no results are quiet. */
import { inputsOf, outputsOf, sourceOf } from "@/model/graph";
import { nodeLabel } from "@/model/labels";
import { useCatalog } from "@/state/catalog";
import { look } from "@/state/looking";
import { useResults } from "@/state/results";
import { useDocument } from "@/state/workflow";
import styles from "./AnchorList.module.css";
import type { Target } from "./looked";

export function AnchorList({ target }: { target: Target }) {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const { node } = target;
  const label = nodeLabel(workflow, node, tools);
  const inputs = inputsOf(workflow, node, tools).map(({ name, letter }) => ({
    name,
    letter,
    side: "input" as const,
    place: sourceOf(workflow, node, name),
  }));
  const outputs = outputsOf(workflow, node, tools).map(({ name, letter }) => ({
    name,
    letter,
    side: "output" as const,
    place: `${node}.${name}`,
  }));
  return (
    <nav className={styles.list} aria-label={`Anchors of ${label}`}>
      <span className={styles.node} title={label} aria-hidden>
        {label}
      </span>
      {[...inputs, ...outputs].map((anchor) => (
        <Anchor
          key={`${anchor.side} ${anchor.name}`}
          {...anchor}
          isCurrent={anchor.name === target.anchor && anchor.side === target.side}
          onChoose={() => look({ node, anchor: anchor.name, side: anchor.side })}
        />
      ))}
    </nav>
  );
}

interface AnchorProps {
  name: string;
  letter: string;
  side: "input" | "output";
  place: string | null;
  isCurrent: boolean;
  onChoose: () => void;
}

function Anchor({ name, letter, side, place, isCurrent, onChoose }: AnchorProps) {
  const there = useResults((state) => Boolean(place && state.index.outputs[place]?.available));
  return (
    <button
      type="button"
      className={styles.anchor}
      data-empty={!there || undefined}
      aria-current={isCurrent || undefined}
      title={side === "input" ? `Input ${name}` : `Output ${name}`}
      onClick={onChoose}
    >
      <span className={styles.letter} data-side={side} aria-hidden>
        {letter || (side === "input" ? "›" : "•")}
      </span>
      <span className={styles.name}>{name}</span>
      <span className="visually-hidden">{`, ${side}${there ? "" : ", no results yet"}`}</span>
    </button>
  );
}
