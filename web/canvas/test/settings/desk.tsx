/** A desk with one node of a real tool on it, and the settings panel beside it. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { act, render } from "@testing-library/react";
import { normalise, type Settings } from "@/model/document";
import { only } from "@/model/selection";
import type { Catalog, ColumnInfo, Document, ProblemAt, ToolEntry } from "@/model/types";
import { SettingsPanel } from "@/settings/SettingsPanel";
import { useCatalog } from "@/state/catalog";
import { useValidation } from "@/state/validation";
import { openDocument, select, useWorkflow, workflowNow } from "@/state/workflow";

const LOCAL = resolve(import.meta.dirname, "../../../../.venv/bin/weft");

// What jsdom has no layout for, the editor asks for all the same.
if (typeof Range !== "undefined") Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

/** The tools as the program lists them. */
export const TOOLS: readonly ToolEntry[] = (
  JSON.parse(
    execFileSync(existsSync(LOCAL) ? LOCAL : "weft", ["tools", "--format", "json"], {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    }),
  ) as Catalog
).tools;

export function tool(id: string): ToolEntry {
  const found = TOOLS.find((each) => each.id === id);
  if (!found) throw new Error(`there is no tool ${id}`);
  return found;
}

export const COLUMNS: readonly ColumnInfo[] = [
  { name: "Name", type: "text", kinds: ["any", "text", "label"] },
  { name: "Amount", type: "int64", kinds: ["any", "number", "integer", "label"] },
  { name: "image", type: "picture", kinds: ["any", "picture"] },
];

/** Put a node of the tool on the canvas, fed by a source with these columns, and show its settings. */
export function open(
  id: string,
  settings: Settings = {},
  options: { columns?: readonly ColumnInfo[] | null; more?: Document } = {},
) {
  const entry = tool(id);
  const { columns = COLUMNS, more = {} } = options;
  const document = normalise({
    ...more,
    nodes: {
      source: { tool: "weft.directory" },
      node: { tool: id, settings: { ...settings } },
    },
    connections: entry.inputs.map((input) => ({ from: "source.out", to: `node.${input.name}` })),
  });
  useCatalog.setState({ loaded: true, list: TOOLS, tools: new Map(TOOLS.map((each) => [each.id, each])) });
  openDocument("a.workflow.json", null, document);
  useValidation.setState({
    validation: {
      problems: [],
      schemas: { "source.out": columns && [...columns] },
      annotations: {},
      skipped: {},
    },
    of: document,
    trouble: "",
  });
  select(only("node", "node"));
  return render(<SettingsPanel />);
}

/** What the document holds for the node now. */
export const settingsNow = (): Settings => workflowNow().nodes.node?.settings ?? {};

export const stepsOfUndo = (): number => useWorkflow.getState().history.past.length;

interface Found {
  message: string;
  field?: string;
}

/** The server's answer comes in: problems of the node. */
export const judge = (...problems: Found[]): void => answer("node", problems);

/** The server's answer comes in: problems of the workflow as a whole. */
export const judgeWorkflow = (...problems: Found[]): void => answer(null, problems);

function answer(node: string | null, found: readonly Found[]): void {
  const problems = found.map(
    ({ message, field }): ProblemAt => ({ node, message, field: field ?? null, severity: "error" }),
  );
  act(() => useValidation.setState(({ validation }) => ({ validation: { ...validation, problems } })));
}
