/** Real tools, real workflows and real journals to test with. */
import { readFileSync } from "node:fs";
import { normalise, type Workflow } from "@/model/document";
import type { ToolsById } from "@/model/graph";
import type { JournalLine } from "@/model/journal";
import type { Catalog, Document, ToolEntry } from "@/model/types";

/** What `weft tools --format json` says, without help and settings. */
const catalog = JSON.parse(text("fixtures/tools.json")) as Catalog;

export const tools: ToolsById = new Map(catalog.tools.map((each) => [each.id, each]));

export function tool(name: string): ToolEntry {
  const found = tools.get(`weft.${name}`);
  if (!found) throw new Error(`there is no tool weft.${name}`);
  return found;
}

/** A sample of the project: `tables/tables`, `characters/train`. */
export function sample(name: string): Workflow {
  return normalise(sampleFile(name));
}

/** The training sample, where tests know where each node stands; the sample itself may be laid out anew. */
export const train: Workflow = normalise({
  ...sampleFile("characters/train"),
  layout: {
    nodes: {
      directory: { x: 80, y: 160 },
      class_from_folder: { x: 224, y: 160 },
      select_columns: { x: 368, y: 160 },
      image_input: { x: 512, y: 160 },
      image_processing: { x: 656, y: 160 },
      create_samples: { x: 880, y: 160 },
      image_recognition: { x: 1040, y: 160 },
      model_out: { x: 1232, y: 96 },
      evaluation: { x: 1232, y: 224 },
      holdout_out: { x: 1040, y: 352 },
      report: { x: 1232, y: 352 },
    },
    comments: { comment_1: { x: 80, y: 352, width: 360, height: 96, text: "Run it." } },
  },
});

export function sampleFile(name: string): Document {
  return JSON.parse(text(`../../../../workflows/${name}.workflow.json`)) as Document;
}

/** The journal of a run, as `weft run --events jsonl` wrote it: `first-run`, `second-run`, `training`. */
export function journal(name: string): JournalLine[] {
  return text(`fixtures/${name}.jsonl`)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as JournalLine);
}

function text(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}
