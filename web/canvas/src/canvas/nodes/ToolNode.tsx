/** A node: its tile with anchors, state and progress, its label and note, and what it learns. */
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useNodeView } from "@/state/run";
import { categoryColor } from "@/ui/category";
import { ToolIcon } from "@/ui/ToolIcon";
import { anchorPlace } from "../drawing/anchors";
import { stateId, type ToolNode as ToolNodeType } from "../drawing/toolNodes";
import { Anchor } from "./Anchor";
import { LearningCard } from "./LearningCard";
import { NodeText } from "./NodeText";
import { PlanMark } from "./PlanMark";
import { ProgressRing } from "./ProgressRing";
import { StateBadge } from "./StateBadge";
import styles from "./ToolNode.module.css";
import { useNodeMark } from "./useNodeMark";

export const ToolNode = memo(function ToolNode(props: NodeProps<ToolNodeType>) {
  const { id, data, selected, positionAbsoluteX, positionAbsoluteY } = props;
  const { node, tool, label, inputs, outputs } = data;
  const view = useNodeView(id);
  const { mark, words, off } = useNodeMark(id, node, data.off);
  const color = tool ? categoryColor(tool.category) : "var(--other-category)";
  return (
    <div
      className={styles.node}
      data-selected={selected || undefined}
      data-off={off || undefined}
      data-unknown={!tool || undefined}
      style={{ "--category": color } as React.CSSProperties}
    >
      <div className={styles.tile} title={tool ? undefined : `The tool ${node.tool} is not installed`}>
        <ToolIcon name={tool?.icon ?? "box"} size={25} />
      </div>
      {view?.state === "running" && <ProgressRing done={view.done} total={view.total} />}
      <StateBadge mark={mark} words={words} />
      {node.pinned && <StateBadge mark="pin" words="Pinned: its results are kept" />}
      <PlanMark node={id} />
      {inputs.map((anchor, index) => (
        <Anchor
          key={anchor.name}
          place={`${id}.${anchor.name}`}
          side="input"
          letter={anchor.letter}
          optional={anchor.optional}
          kind={anchor.kind}
          at={anchorPlace("input", index, inputs.length)}
          of={label}
        />
      ))}
      {outputs.map((anchor, index) => (
        <Anchor
          key={anchor.name}
          place={`${id}.${anchor.name}`}
          side="output"
          letter={anchor.letter}
          kind={anchor.kind}
          at={anchorPlace("output", index, outputs.length)}
          of={label}
        />
      ))}
      <NodeText name={id} label={label} title={node.title} note={data.note} />
      {view && (selected || view.state === "running") && (
        <LearningCard node={id} view={view} at={{ x: positionAbsoluteX, y: positionAbsoluteY }} />
      )}
      {/* Heard as the description of the node; what is clipped instead costs every frame. */}
      <span id={stateId(id)} hidden>
        {words}
      </span>
    </div>
  );
});
