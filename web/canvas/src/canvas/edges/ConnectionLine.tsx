/** A connection: a curve, coloured by what is selected, moving while records flow, with its chip. */
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo } from "react";
import { useIsOutdated } from "@/state/outdated";
import { useResults } from "@/state/results";
import { isLive, useRun } from "@/state/run";
import type { ConnectionEdge } from "../drawing/connections";
import { useTarget } from "../state/target";
import { Chip } from "./Chip";
import styles from "./ConnectionLine.module.css";

export const ConnectionLine = memo(function ConnectionLine(props: EdgeProps<ConnectionEdge>) {
  const { id, data, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  const place = data?.connection.from ?? "";
  const counted = useRun((state) => state.view?.outputs[place]);
  const live = useRun((state) => isLive(state.info));
  const kept = useResults((state) => state.index.outputs[place]);
  const isOutdated = useIsOutdated(data?.connection.from.split(".")[0] ?? "");
  const isTarget = useTarget((state) => state.connection === id);
  if (!data) return null;
  const [path] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
  });
  const isFlowing = live && counted !== undefined && !counted.done;
  const shown = counted ?? kept;
  return (
    <>
      <g
        className={styles.connection}
        data-tone={data.tone ?? undefined}
        data-selected={selected || undefined}
        data-flowing={isFlowing || undefined}
        data-off={data.off || undefined}
        data-target={isTarget || undefined}
      >
        <BaseEdge path={path} interactionWidth={18} />
        {data.name && (
          <text className={styles.name} x={sourceX + 6} y={sourceY - 6}>
            {data.name}
          </text>
        )}
      </g>
      {shown && (
        <EdgeLabelRenderer>
          <Chip
            connection={data.connection}
            records={shown.records}
            bytes={shown.bytes}
            counting={isFlowing}
            outdated={isOutdated && !(live && counted)}
            source={{ x: sourceX, y: sourceY }}
            target={{ x: targetX, y: targetY }}
            rank={data.rank}
          />
        </EdgeLabelRenderer>
      )}
    </>
  );
});
