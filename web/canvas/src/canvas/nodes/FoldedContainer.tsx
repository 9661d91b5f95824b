/** A folded container: a titled tile that keeps its outside connections. */
import type { NodeProps } from "@xyflow/react";
import { ChevronRight, Layers2 } from "lucide-react";
import { memo } from "react";
import { setContainer } from "@/model/commands/containers";
import { counted } from "@/model/text";
import { edit } from "@/state/workflow";
import { IconButton } from "@/ui/IconButton";
import { anchorPlace } from "../drawing/anchors";
import { colorToken } from "../drawing/color";
import type { FoldedNode } from "../drawing/frames";
import { useTarget } from "../state/target";
import { Anchor } from "./Anchor";
import { ContainerTitle } from "./ContainerTitle";
import styles from "./FoldedContainer.module.css";
import { StateBadge } from "./StateBadge";

export const FoldedContainer = memo(function FoldedContainer({ data, selected }: NodeProps<FoldedNode>) {
  const { id, container, color, off, inputs, outputs } = data;
  const isTarget = useTarget((state) => state.container === id);
  const name = container.title || "Container";
  return (
    <div
      className={styles.tile}
      data-selected={selected || undefined}
      data-off={off || undefined}
      data-target={isTarget || undefined}
      style={{ "--tint": `var(${colorToken(color, "grey")})` } as React.CSSProperties}
    >
      <Layers2 size={25} strokeWidth={1.75} aria-hidden />
      {off && <StateBadge mark="off" words="Switched off: what is in it does not run" />}
      <IconButton
        icon={ChevronRight}
        size={14}
        label={`Unfold ${name}`}
        aria-expanded={false}
        tabIndex={-1}
        className={`nodrag ${styles.chevron}`}
        onClick={() => edit(`Unfold ${name}`, (w) => setContainer(w, id, { collapsed: false }))}
      />
      {(["input", "output"] as const).map((side) =>
        (side === "input" ? inputs : outputs).map(({ place, letter }, index, all) => (
          <Anchor
            key={`${side} ${place}`}
            place={place}
            side={side}
            letter={letter}
            kind="table"
            at={anchorPlace(side, index, all.length)}
            of={name}
          />
        )),
      )}
      <div className={styles.text}>
        <ContainerTitle id={id} title={container.title} />
        <small>{counted(container.nodes.length, "node")}</small>
      </div>
    </div>
  );
});
