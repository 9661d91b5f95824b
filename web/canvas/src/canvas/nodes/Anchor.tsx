/** An anchor: a small rounded square with its letter. Drag from it to connect, click it to see its records. */
import { Handle, Position } from "@xyflow/react";
import { memo, useMemo, useState } from "react";
import { splitPlace } from "@/model/document";
import { useValidation } from "@/state/validation";
import { anchorWords } from "../anchorWords";
import { ANCHOR, type AnchorPlace } from "../drawing/anchors";
import { lookAt } from "../looking";
import { refusalBetween, useConnecting } from "../state/connecting";
import { openMenu } from "../state/menu";
import { useTarget } from "../state/target";
import styles from "./Anchor.module.css";

interface Props {
  /** `node.anchor`. */
  place: string;
  side: "input" | "output";
  letter: string;
  optional?: boolean;
  kind: string;
  at: AnchorPlace;
  /** The label of its node, for people who hear it. */
  of: string;
}

export const Anchor = memo(function Anchor({ place, side, letter, optional = false, kind, at, of }: Props) {
  const from = useConnecting((state) => state.from);
  const isTarget = useTarget((state) => state.anchor === place);
  const schemas = useValidation((state) => (from ? state.validation.schemas : null));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is known of columns decides too
  const refused = useMemo(
    () => (from ? refusalBetween(from, place, side) : null),
    [from, place, side, schemas],
  );
  // Said as it is when the pointer comes: no anchor has to listen to counts.
  const [said, setSaid] = useState<string>();
  const [, anchor] = splitPlace(place);
  const name = `${side === "input" ? "Input" : "Output"} ${anchor} of ${of}`;
  const words = [kind === "table" ? "" : kind, optional ? "optional" : ""].filter(Boolean).join(", ");
  return (
    <Handle
      id={place}
      type={side === "input" ? "target" : "source"}
      position={side === "input" ? Position.Left : Position.Right}
      className={styles.anchor}
      style={{ left: at.x, top: at.y, width: ANCHOR, height: ANCHOR }}
      role="button"
      tabIndex={-1}
      aria-label={words ? `${name} (${words})` : name}
      title={from ? undefined : said}
      onPointerEnter={() => setSaid(anchorWords(place, side, letter, words))}
      data-optional={optional || undefined}
      data-dimmed={(from && refused !== null) || undefined}
      data-open={(from && refused === null && from.place !== place) || undefined}
      data-target={isTarget || undefined}
      onClick={(event) => {
        event.stopPropagation();
        lookAt(place, side);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") lookAt(place, side);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        openMenu({ kind: "anchor", place, side }, { x: event.clientX, y: event.clientY });
      }}
    >
      <span className={styles.letter}>{letter}</span>
    </Handle>
  );
});
