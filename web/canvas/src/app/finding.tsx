/** What the search of the desk finds. */
import { FileText, Group, MessageSquare, SquarePlay } from "lucide-react";
import type { ReactNode } from "react";
import { focusDrawn, focusNode } from "@/canvas/focus";
import { openPath } from "@/files/opening";
import type { Workflow } from "@/model/document";
import type { ToolsById } from "@/model/graph";
import { containerLabel, nodeLabel, toolLabel } from "@/model/labels";
import { fuzzy, type Match, type Range } from "@/model/search";
import type { ToolEntry, WorkflowEntry } from "@/model/types";
import { addTool } from "@/palette/adding";
import { matchTools } from "@/palette/finding";
import { attempt } from "@/state/notices";
import { shownKeys } from "@/ui/keys";
import { plain } from "@/ui/markdown";
import { ToolTile } from "@/ui/ToolTile";
import { ACTIONS } from "./actions";

export interface Finding {
  id: string;
  label: string;
  detail: string;
  icon: ReactNode;
  keys: string | undefined;
  ranges: readonly Range[];
  run: () => void;
}

export interface FindingGroup {
  title: string;
  found: Finding[];
}

interface World {
  tools: readonly ToolEntry[];
  byId: ToolsById;
  workflow: Workflow;
  files: readonly WorkflowEntry[];
}

const MOST = 8;

/** What fits the query, by kind; the kind with the best fit comes first. */
export function find(query: string, world: World): FindingGroup[] {
  const groups = [
    nodesFound(query, world),
    framesFound(query, world.workflow),
    toolsFound(query, world),
    actionsFound(query),
    filesFound(query, world.files),
  ].filter((group) => group.found.length > 0);
  return query.trim() ? groups.sort((one, two) => two.score - one.score) : groups;
}

type Scored = FindingGroup & { score: number };

function grouped<Item>(title: string, matches: Match<Item>[], show: (match: Match<Item>) => Finding): Scored {
  return { title, score: matches[0]?.score ?? 0, found: matches.slice(0, MOST).map(show) };
}

function nodesFound(query: string, { workflow, byId }: World): Scored {
  const names = Object.keys(workflow.nodes);
  const texts = (name: string) => [nodeLabel(workflow, name, byId), toolLabel(workflow, name, byId), name];
  const called = fuzzy(query, names, texts);
  const taken = new Set(called.map((match) => match.item));
  const holding = names
    .filter((name) => !taken.has(name) && holds(workflow, name, query))
    .map((item) => ({ item, score: 0, ranges: [[]] }));
  return grouped("Nodes of this workflow", [...called, ...holding], (match) => {
    const tool = byId.get(workflow.nodes[match.item]?.tool ?? "");
    return {
      id: `node-${match.item}`,
      label: nodeLabel(workflow, match.item, byId),
      detail:
        tool?.label === nodeLabel(workflow, match.item, byId) ? match.item : (tool?.label ?? match.item),
      icon: <ToolTile icon={tool?.icon ?? ""} category={tool?.category ?? ""} size={28} />,
      keys: undefined,
      ranges: match.ranges[0] ?? [],
      run: () => focusNode(match.item),
    };
  });
}

/** Containers by their titles, comments by what stands in them; named only where one looks for something. */
function framesFound(query: string, workflow: Workflow): Scored {
  const containers = Object.keys(workflow.containers).map((id) => ({
    kind: "container" as const,
    id,
    label: containerLabel(workflow, id),
    Icon: Group,
  }));
  const comments = Object.entries(workflow.layout.comments).map(([id, { text }]) => ({
    kind: "comment" as const,
    id,
    label: plain(text).replace(/\s+/g, " ").trim(),
    Icon: MessageSquare,
  }));
  const all = query.trim() ? [...containers, ...comments] : [];
  return grouped(
    "Containers and comments of this workflow",
    fuzzy(query, all, ({ label }) => [label]),
    ({ item: { kind, id, label, Icon }, ranges }) => ({
      id: `${kind}-${id}`,
      label,
      detail: kind,
      icon: <Icon size={18} strokeWidth={1.75} aria-hidden />,
      keys: undefined,
      ranges: ranges[0] ?? [],
      run: () => focusDrawn(kind, id),
    }),
  );
}

/** Whether the settings or the note of a node hold a text. */
function holds(workflow: Workflow, name: string, query: string): boolean {
  const text = `${workflow.layout.notes[name] ?? ""} ${JSON.stringify(workflow.nodes[name]?.settings)}`;
  return text.toLowerCase().includes(query.trim().toLowerCase());
}

function toolsFound(query: string, { tools }: World): Scored {
  const usable = tools.filter((tool) => tool.available);
  return grouped("Tools to add", matchTools(query, usable), ({ item: tool, ranges }) => ({
    id: `tool-${tool.id}`,
    label: tool.label,
    detail: plain(tool.summary),
    icon: <ToolTile icon={tool.icon} category={tool.category} size={28} />,
    keys: undefined,
    ranges: ranges[0] ?? [],
    run: () => addTool(tool),
  }));
}

function actionsFound(query: string): Scored {
  const able = ACTIONS.filter((action) => action.enabled?.() ?? true);
  return grouped(
    "Actions",
    fuzzy(query, able, (action) => [action.label, action.group]),
    ({ item: action, ranges }) => ({
      id: `action-${action.id}`,
      label: action.label,
      detail: action.group,
      icon: <SquarePlay size={18} strokeWidth={1.75} aria-hidden />,
      keys: action.keys[0] && shownKeys(action.keys[0]),
      ranges: ranges[0] ?? [],
      run: action.run,
    }),
  );
}

function filesFound(query: string, files: readonly WorkflowEntry[]): Scored {
  return grouped(
    "Workflows of this folder",
    fuzzy(query, files, (file) => [file.title, file.path]),
    ({ item: file, ranges }) => ({
      id: `file-${file.path}`,
      label: file.title,
      detail: file.path,
      icon: <FileText size={18} strokeWidth={1.75} aria-hidden />,
      keys: undefined,
      ranges: ranges[0] ?? [],
      run: () => void attempt(() => openPath(file.path)),
    }),
  );
}

/** A text in parts: those that matched and those between. */
export function marked(
  text: string,
  ranges: readonly Range[],
): { text: string; hit: boolean; from: number }[] {
  const parts: { text: string; hit: boolean; from: number }[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) parts.push({ text: text.slice(at, start), hit: false, from: at });
    parts.push({ text: text.slice(start, end), hit: true, from: start });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false, from: at });
  return parts;
}
