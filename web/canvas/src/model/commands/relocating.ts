/** A workflow that goes to another folder: relative paths in it keep leading where they led. */
import type { Settings, Workflow } from "../document";
import { mapValues } from "../document";
import type { ToolsById } from "../graph";
import type { Parameter } from "../types";

const PATH_WIDGETS = new Set(["file", "folder"]);

/**
 * The workflow with its relative paths written anew.
 *
 * `from` and `to` are the folders of its file before and after, from the workspace folder, with `/`; empty
 * for the workspace folder itself. Absolute paths, those that begin with `~`, and those that hold a
 * parameter stay; a parameter that is a path is written anew itself.
 */
export function relocate(workflow: Workflow, from: string, to: string, tools: ToolsById): Workflow {
  if (from === to) return workflow;
  const moved = (path: unknown): unknown => (isRelative(path) ? relative(`${from}/${path}`, to) : path);
  return {
    ...workflow,
    parameters: mapValues(workflow.parameters, (each) =>
      each.type === "file" || each.type === "folder"
        ? { ...each, default: moved(each.default) as Parameter["default"] }
        : each,
    ),
    nodes: mapValues(workflow.nodes, (node) => {
      const names = pathSettings(tools.get(node.tool)?.settings ?? {});
      const settings: Settings = mapValues(node.settings, (value, name) =>
        names.has(name) ? moved(value) : value,
      );
      return { ...node, settings };
    }),
  };
}

/** The settings of a tool that name a file or a folder. */
function pathSettings(schema: Settings): Set<string> {
  const properties = (schema.properties ?? {}) as Record<string, { widget?: string }>;
  const names = Object.entries(properties).filter(([, each]) => PATH_WIDGETS.has(each.widget ?? ""));
  return new Set(names.map(([name]) => name));
}

function isRelative(path: unknown): path is string {
  return typeof path === "string" && path !== "" && !/^([/~\\]|[A-Za-z]:)|\$\{/.test(path);
}

/** A path from the workspace folder, as one writes it from another folder of the workspace. */
function relative(path: string, folder: string): string {
  const target = parts(path);
  const start = parts(folder);
  let shared = 0;
  while (shared < start.length && start[shared] !== ".." && start[shared] === target[shared]) shared += 1;
  return [...start.slice(shared).map(() => ".."), ...target.slice(shared)].join("/") || ".";
}

function parts(path: string): string[] {
  const found: string[] = [];
  for (const part of path.split("/")) {
    if (part === ".." && found.length && found.at(-1) !== "..") found.pop();
    else if (part && part !== ".") found.push(part);
  }
  return found;
}
