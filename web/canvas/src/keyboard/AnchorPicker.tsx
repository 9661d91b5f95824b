/** Lists for connecting by keyboard: an anchor of the node, then what it is connected with. */
import { useState } from "react";
import { onScreen } from "@/canvas/state/view";
import { splitPlace } from "@/model/document";
import { nodeLabel } from "@/model/labels";
import { fuzzy } from "@/model/search";
import { PickList } from "@/quickadd/PickList";
import { toolsNow } from "@/state/catalog";
import { workflowNow } from "@/state/workflow";
import { anchorChoices, type ConnectOverlay, connectTo, goalChoices, goalTitle } from "./connecting";
import { rectOf } from "./walking";

export function AnchorPicker({ asked, onClose }: { asked: ConnectOverlay; onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [choices] = useState(() =>
    asked.kind === "connect" ? goalChoices(asked.from) : anchorChoices(asked.node, asked.side),
  );
  const found = fuzzy(query, choices, (choice) => [choice.label, choice.detail]).map((match) => match.item);
  const picks = [...found.filter((each) => !each.refused), ...found.filter((each) => each.refused)];
  const pick = (place: string) => {
    onClose();
    if (asked.kind === "connect") connectTo(asked.from, place);
    else asked.onChoose(place);
  };
  return (
    <PickList
      title={titleOf(asked)}
      placeholder={asked.kind === "connect" ? "Search a node" : `Search an ${asked.side}`}
      at={placeOf(asked)}
      query={query}
      picks={picks}
      nothing={
        choices.length
          ? "Nothing is called like that."
          : "There is nothing to connect with yet. Add a tool first."
      }
      onQuery={setQuery}
      onPick={pick}
      onClose={onClose}
    />
  );
}

function titleOf(asked: ConnectOverlay): string {
  if (asked.kind === "connect") return goalTitle(asked.from);
  const label = nodeLabel(workflowNow(), asked.node, toolsNow());
  return asked.side === "output" ? `Which output of ${label}` : `Which input of ${label}`;
}

/** Beside the node. */
function placeOf(asked: ConnectOverlay) {
  const node = asked.kind === "connect" ? splitPlace(asked.from.place)[0] : asked.node;
  const rect = rectOf(workflowNow(), { kind: "node", id: node });
  return onScreen(rect ? { x: rect.x + rect.width + 24, y: rect.y } : { x: 0, y: 0 });
}
