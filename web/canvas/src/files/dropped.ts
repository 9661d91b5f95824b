/** Files that were dropped on the window: workflows open; pictures and tables become nodes that read them. */
import { get, post } from "@/api/client";
import { connect } from "@/model/commands/connections";
import { addNode, setSettings } from "@/model/commands/nodes";
import type { Point, Workflow } from "@/model/document";
import { only } from "@/model/selection";
import { counted } from "@/model/text";
import type { Document, Folder, ToolEntry, Upload } from "@/model/types";
import { toolsNow } from "@/state/catalog";
import { notify } from "@/state/notices";
import { show } from "@/state/overlay";
import { edit, useWorkflow, workflowNow } from "@/state/workflow";
import { folderOf, plainName } from "./files";
import { newWorkflow } from "./opening";
import { type Dropped, unpack } from "./unpacking";
import { upload } from "./uploads";

const PICTURES = /\.(jpe?g|jfif|png|gif|bmp|tiff?|webp)$/i;
const TABLES = /\.(yxdb|arrow|feather|ipc|parquet|csv|tsv|txt|jsonl|ndjson)$/i;
const GAP = 160;

/** Do what fits the dropped files; new nodes stand at a point of the canvas. Throws what the service refuses. */
export async function dropFiles(data: DataTransfer, at: Point): Promise<void> {
  const files = await unpack(data);
  const workflow = files.find(({ file }) => /\.json$/i.test(file.name) && !TABLES.test(file.name));
  const pictures = files.filter(({ file }) => PICTURES.test(file.name));
  const tables = files.filter(({ file }) => TABLES.test(file.name));
  if (workflow && !pictures.length) return openDropped(workflow.file);
  if (!pictures.length && !tables.length) return refuse(files);
  if (!useWorkflow.getState().path) await newWorkflow();
  if (pictures.length) await addPictures(pictures, at);
  for (const [index, table] of tables.entries()) {
    await addTable(table, { x: at.x, y: at.y + (index + (pictures.length ? 1 : 0)) * GAP });
  }
}

function refuse(files: readonly Dropped[]): void {
  if (!files.length) return;
  notify(
    "error",
    "Drop a .workflow.json, pictures or a folder of pictures, or a table (CSV, Parquet, Arrow, yxdb).",
  );
}

/** A workflow file from outside: it opens as unsaved work and asks for a name. */
export async function openDropped(file: File): Promise<void> {
  const document = await readWorkflow(await file.text(), file.name);
  await newWorkflow(plainName(file.name), document);
  show({ kind: "save-as" });
}

async function readWorkflow(text: string, name: string): Promise<Document> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is no workflow: ${(error as Error).message}`);
  }
  return post<Document>("/workflows:read", content);
}

async function addPictures(pictures: readonly Dropped[], at: Point): Promise<void> {
  const { path } = useWorkflow.getState();
  const top = pictures[0]?.folder.split("/")[0] || "pictures";
  const target = await freeFolder(joined(folderOf(path), top), path);
  const outgoing = pictures.map(({ file, folder }) => ({
    file,
    folder: joined(target, folder.split("/").slice(1).join("/")),
  }));
  await upload(outgoing, path);
  const { setting } = await get<Folder>("/files", { root: "workspace", path: target, for: path });
  const deep = outgoing.some(({ folder }) => folder !== target);
  edit("Add pictures", (workflow) => withPictures(workflow, { folder: setting, subfolders: deep }, at));
  notify(
    "info",
    `${counted(pictures.length, "picture")} in ${target}: a Directory and an Image Input read them.`,
  );
}

function withPictures(workflow: Workflow, settings: Record<string, unknown>, at: Point): Workflow {
  const tools = toolsNow();
  const directory = addNode(workflow, toolOf("weft.directory"), at);
  const input = addNode(directory.workflow, toolOf("weft.image_input"), { x: at.x + GAP, y: at.y });
  const set = setSettings(input.workflow, directory.name, settings);
  return connect(set, `${directory.name}.out`, `${input.name}.in`, tools);
}

async function addTable({ file }: Dropped, at: Point): Promise<void> {
  const { path } = useWorkflow.getState();
  const [done] = await upload([{ file, folder: folderOf(path) }], path);
  if (!done) return;
  const added = addNode(workflowNow(), toolOf("weft.input_data"), at);
  edit(`Add ${file.name}`, (workflow) => withTable(workflow, done, at), {
    select: only("node", added.name),
  });
}

function withTable(workflow: Workflow, table: Upload, at: Point): Workflow {
  const added = addNode(workflow, toolOf("weft.input_data"), at);
  return setSettings(added.workflow, added.name, { path: table.setting });
}

function toolOf(id: string): ToolEntry {
  const tool = toolsNow().get(id);
  if (!tool) throw new Error(`The tool ${id} is not installed, so the files cannot be read.`);
  return tool;
}

/** A folder that is not there yet, so that a drop never mixes with what is. */
async function freeFolder(wanted: string, path: string): Promise<string> {
  const parent = await get<Folder>("/files", { root: "workspace", path: folderOf(wanted), for: path }).catch(
    () => null,
  );
  const taken = new Set(parent?.entries.map((entry) => entry.name));
  const name = wanted.split("/").at(-1) ?? wanted;
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return joined(folderOf(wanted), free);
}

const joined = (...parts: string[]): string => parts.filter(Boolean).join("/");
