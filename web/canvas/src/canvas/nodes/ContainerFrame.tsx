/** A container: a frame with a switch, a title and a chevron around what lies in it. */
import { type NodeProps, NodeResizer } from "@xyflow/react";
import { ChevronDown } from "lucide-react";
import { memo } from "react";
import { setContainer } from "@/model/commands/containers";
import { edit } from "@/state/workflow";
import { IconButton } from "@/ui/IconButton";
import { Toggle } from "@/ui/Toggle";
import { colorToken } from "../drawing/color";
import type { FrameNode } from "../drawing/frames";
import { endResize, resizeStep, SMALLEST } from "../gestures/resizing";
import { useTarget } from "../state/target";
import styles from "./ContainerFrame.module.css";
import { ContainerTitle } from "./ContainerTitle";

export const ContainerFrame = memo(function ContainerFrame({
  id: drawn,
  data,
  selected,
}: NodeProps<FrameNode>) {
  const { id, container, color, off } = data;
  const isTarget = useTarget((state) => state.container === id);
  const name = container.title || "Container";
  return (
    <div
      className={styles.frame}
      data-selected={selected || undefined}
      data-off={off || undefined}
      data-target={isTarget || undefined}
      style={{ "--tint": `var(${colorToken(color, "grey")})` } as React.CSSProperties}
    >
      <NodeResizer
        isVisible={selected}
        minWidth={SMALLEST.container.width}
        minHeight={SMALLEST.container.height}
        handleClassName={styles.corner}
        lineClassName={styles.side}
        onResize={(_, rect) => resizeStep(drawn, rect)}
        onResizeEnd={(_, rect) => endResize("container", id, rect)}
      />
      <header className={styles.header}>
        <span className="nodrag">
          <Toggle
            checked={container.enabled}
            label={`${name} is on`}
            tabIndex={-1}
            onChange={(enabled) =>
              edit(enabled ? `Switch on ${name}` : `Switch off ${name}`, (w) =>
                setContainer(w, id, { enabled }),
              )
            }
          />
        </span>
        <ContainerTitle id={id} title={container.title} />
        <IconButton
          icon={ChevronDown}
          size={16}
          label={`Fold ${name}`}
          aria-expanded
          tabIndex={-1}
          className={`nodrag ${styles.chevron}`}
          onClick={() => edit(`Fold ${name}`, (w) => setContainer(w, id, { collapsed: true }))}
        />
      </header>
    </div>
  );
});
