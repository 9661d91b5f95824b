/** The quick way to add a tool: a search at the point where it goes. */
import { useMemo, useState } from "react";
import { marked } from "@/app/finding";
import { addChosen } from "@/canvas/adding";
import { into, order, outOf } from "@/model/graph";
import { nodeSentence } from "@/model/outline";
import { toolsNow, useCatalog } from "@/state/catalog";
import { announce } from "@/state/notices";
import { useDocument, workflowNow } from "@/state/workflow";
import { plain } from "@/ui/markdown";
import { ToolTile } from "@/ui/ToolTile";
import { type Asked, offered, ranked, title } from "./offering";
import { type Pick, PickList } from "./PickList";
import { noteUse, useRecentTools } from "./recent";

export function QuickAdd({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const [query, setQuery] = useState("");
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const recent = useRecentTools((state) => state.tools);
  const fitting = useMemo(() => offered(asked, workflow, tools), [asked, workflow, tools]);
  const picks: Pick[] = ranked(query, fitting, recent).map(({ item: tool, ranges }) => ({
    id: tool.id,
    label: marked(tool.label, ranges[0] ?? []).map(({ text, hit, from }) =>
      hit ? <mark key={from}>{text}</mark> : <span key={from}>{text}</span>,
    ),
    detail: plain(tool.summary),
    icon: <ToolTile icon={tool.icon} category={tool.category} size={28} />,
  }));
  const add = (id: string) => {
    const tool = tools.get(id);
    if (!tool) return;
    onClose();
    noteUse(id);
    sayAdded(addChosen(tool, asked));
  };
  return (
    <PickList
      title={title(asked)}
      placeholder="Search by name or by what it does"
      at={asked.screen}
      query={query}
      picks={picks}
      nothing={
        fitting.length
          ? "No tool that fits is called or does that. Try another word."
          : "There is no tool that fits here."
      }
      onQuery={setQuery}
      onPick={add}
      onClose={onClose}
    />
  );
}

/** `Added: Formula, 2nd of 2, from Directory`. */
function sayAdded(name: string): void {
  const workflow = workflowNow();
  const place = order(workflow).indexOf(name) + 1;
  const isAlone = !into(workflow, name).length && !outOf(workflow, name).length;
  const sentence = nodeSentence(workflow, name, toolsNow(), place);
  announce(isAlone ? `Added: ${sentence}. Not connected` : `Added: ${sentence}`);
}
