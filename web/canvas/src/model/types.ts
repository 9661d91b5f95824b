/**
 * What goes over the wire. Written by `npm run types` from docs/reference/openapi.json; do not edit.
 */

export type JsonValue = unknown;
/**
 * An event with its place in the journal. `ts` is seconds since 1970, UTC.
 */
export type Entry = {
  v: 1;
  run: string;
  seq: number;
  ts: number;
} & (
  RunStarted | RunPlanned | NodeStateChanged | NodeProgress | NodeMetric | NodeMessage | OutputRecords | RunFinished
);

/**
 * A bar of a histogram, or a frequent value.
 */
export interface Bar {
  label: string;
  count: number;
  /**
   * Where its range begins, exactly and as a filter takes it; the rounded `label` does not tell.
   * None for a frequent value.
   */
  low: string | null;
  /**
   * Where its range ends: the range that begins there has the value itself, only the last bar holds it.
   */
  high: string | null;
}
export interface BodyFilesUpload {
  /**
   * They keep their names where those are free.
   */
  files: string[];
}
export interface BodyModelsJudge {
  /**
   * One picture.
   */
  picture: string;
}
/**
 * Stop a run: `finish` keeps the best so far of what learns, `abort` ends it now.
 */
export interface Cancellation {
  mode: "finish" | "abort";
}
/**
 * Every tool, sorted by category and label, and what kept others out.
 */
export interface Catalog {
  tools: ToolEntry[];
  problems: ProblemEntry[];
}
/**
 * All that a palette, a form and a page of reference need to know about a tool.
 */
export interface ToolEntry {
  id: string;
  version: number;
  label: string;
  category: string;
  icon: string;
  pack: string;
  summary: string;
  help: string;
  inputs: InputEntry[];
  outputs: OutputEntry[];
  settings: {
    [k: string]: JsonValue;
  };
  effects: boolean;
  expensive: boolean;
  available: boolean;
  hint: string;
}
/**
 * An input anchor.
 */
export interface InputEntry {
  name: string;
  letter: string;
  kind: string;
  delivery: string;
  optional: boolean;
  many: boolean;
}
/**
 * An output anchor.
 */
export interface OutputEntry {
  name: string;
  letter: string;
  kind: string;
}
/**
 * A pack that is not there, and why.
 */
export interface ProblemEntry {
  pack: string;
  message: string;
}
/**
 * Whose bytes are meant.
 */
export interface CellPlace {
  /**
   * SHA-256 of the bytes, as it came with the cell.
   */
  hash: string;
  /**
   * Where they rest, as it came with the cell.
   */
  at: string;
}
/**
 * How good a classifier is at one class; None where a figure is undefined.
 */
export interface ClassFigures {
  name: string;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /**
   * Validation pictures of the class.
   */
  support: number;
}
/**
 * How likely a class is.
 */
export interface ClassScore {
  name: string;
  probability: number;
}
/**
 * A column as it flows over a connection.
 */
export interface ColumnInfo {
  name: string;
  /**
   * As users read it: `picture`, `text`, `int64`, `date`.
   */
  type: string;
  /**
   * Which kinds of column settings it fits: `any`, `text`, `number`, `integer`, `bool`, `time`,
   * `picture`, `label`.
   */
  kinds: string[];
}
/**
 * What is in a column.
 */
export interface ColumnProfile {
  name: string;
  type: string;
  nulls: number;
  /**
   * None where values are not compared: pictures, models.
   */
  distinct: number | null;
  minimum: string | null;
  maximum: string | null;
  mean: number | null;
  deviation: number | null;
  /**
   * Numbers and times: ten equal ranges; other values: the ten most frequent.
   */
  bars: Bar[];
}
/**
 * A filter on one column; several must all hold. Text is compared without regard to case.
 */
export interface Condition {
  column: string;
  op: "=" | "!=" | ">" | ">=" | "<" | "<=" | "contains" | "starts" | "empty" | "not empty";
  value: string;
}
/**
 * How a trained classifier judged the validation pictures, for the canvas to draw.
 */
export interface ConfusionMatrix {
  classes: string[];
  /**
   * A row a true class, a column a predicted one.
   */
  counts: number[][];
}
/**
 * Records flow from an output anchor to an input anchor.
 */
export interface Connection {
  /**
   * The output anchor, as `node.anchor`.
   */
  from: string;
  /**
   * The input anchor, as `node.anchor`.
   */
  to: string;
  /**
   * Where an input takes many connections, they come in the order of their names.
   */
  name?: string;
  [k: string]: unknown;
}
/**
 * A frame around nodes and other containers; all that is in it can be disabled at once.
 */
export interface Container {
  /**
   * The text on the frame.
   */
  title?: string;
  /**
   * What is in a container that is not enabled does not run.
   */
  enabled?: boolean;
  /**
   * The names of the nodes that stand directly in it.
   */
  nodes?: string[];
  /**
   * The names of the containers that stand directly in it.
   */
  containers?: string[];
  [k: string]: unknown;
}
/**
 * A workflow.
 */
export interface Document {
  /**
   * The format of this file.
   */
  format?: number;
  /**
   * The name of the workflow.
   */
  title?: string;
  /**
   * What the workflow does and what it needs.
   */
  description?: string;
  /**
   * Values that are set from outside, by name, in the order in which a form shows them.
   */
  parameters?: {
    [k: string]: Parameter;
  };
  /**
   * The nodes by name.
   */
  nodes?: {
    [k: string]: Node;
  };
  /**
   * What is joined to what.
   */
  connections?: Connection[];
  /**
   * The containers by name.
   */
  containers?: {
    [k: string]: Container;
  };
  /**
   * Positions, notes, comments, colours; never anything that changes a result.
   */
  layout?: {
    [k: string]: JsonValue;
  };
  [k: string]: unknown;
}
/**
 * A value that the user sets from outside; settings use it as `${name}`.
 */
export interface Parameter {
  /**
   * What the value is. A `file` or `folder` counts from the folder of the workflow file.
   */
  type?: "text" | "number" | "integer" | "boolean" | "file" | "folder" | "choice";
  /**
   * The value where none is given; without a default, one must be given.
   */
  default?: {
    [k: string]: unknown;
  };
  /**
   * What the value is for.
   */
  description?: string;
  /**
   * For the type `choice`: what can be chosen.
   */
  choices?: string[];
  [k: string]: unknown;
}
/**
 * One configured tool.
 */
export interface Node {
  /**
   * The id of the tool, such as `weft.image_input`.
   */
  tool: string;
  /**
   * The version of the tool that wrote the settings.
   */
  version?: number;
  /**
   * A name to read; empty means the tool's label.
   */
  title?: string;
  /**
   * A node that is not enabled does not run, nor does what hangs on it.
   */
  enabled?: boolean;
  /**
   * Cache and Run: its results are kept on disk.
   */
  pinned?: boolean;
  /**
   * The settings by name. Paths count from the folder of the workflow file.
   */
  settings?: {
    [k: string]: JsonValue;
  };
  [k: string]: unknown;
}
/**
 * A document, saved or not, and the file that it is or will be.
 */
export interface DocumentAt {
  /**
   * From the workspace folder: paths in settings count from its folder.
   */
  path: string;
  document: Document;
  /**
   * Values of the workflow's parameters; the others have their defaults.
   */
  parameters?: {
    [k: string]: JsonValue;
  };
}
/**
 * Work that was not saved yet; it survives the browser and the server.
 */
export interface Draft {
  /**
   * The workflow that it is a draft of; the file need not exist.
   */
  path: string;
  /**
   * The revision that the work began from; None for a file that does not exist yet.
   */
  base: string | null;
  document: Document;
  /**
   * When the server took it; seconds since 1970, UTC.
   */
  saved?: number;
}
/**
 * A run begins; `workflow` is the file, with its folder; `targets` are the nodes asked for.
 */
export interface RunStarted {
  type: "run.started";
  workflow: string;
  targets: string[];
}
/**
 * What would run and what is kept, before anything runs.
 */
export interface RunPlanned {
  type: "run.planned";
  nodes: {
    [k: string]: NodePlan;
  };
}
/**
 * What is meant to happen to one node, and why.
 */
export interface NodePlan {
  action: "run" | "kept" | "skipped";
  reason: string;
  detail: string;
}
/**
 * A node enters a state; every node of a run ends in a named one.
 */
export interface NodeStateChanged {
  type: "node.state";
  node: string;
  state: "pending" | "running" | "kept" | "succeeded" | "failed" | "cancelled" | "skipped";
  detail: string;
  seconds: number | null;
}
/**
 * How far a node is, in its own unit; at most ten a second and node, the last one always.
 */
export interface NodeProgress {
  type: "node.progress";
  node: string;
  done: number;
  total: number | null;
  message: string;
}
/**
 * A point of a curve; never dropped.
 */
export interface NodeMetric {
  type: "node.metric";
  node: string;
  name: string;
  step: number;
  value: number | null;
}
/**
 * A line about a node. `rows` is how many records a warning counts, 0 where it counts none.
 */
export interface NodeMessage {
  type: "node.message";
  node: string;
  level: "info" | "warning" | "error";
  message: string;
  rows: number;
  field: string | null;
  traceback: string;
}
/**
 * How many records and bytes have left an output so far; `done` when no more will come.
 */
export interface OutputRecords {
  type: "output.records";
  node: string;
  anchor: string;
  records: number;
  bytes: number;
  done: boolean;
}
/**
 * A run ends. `warnings` counts the warning messages of its nodes.
 */
export interface RunFinished {
  type: "run.finished";
  status: "succeeded" | "failed" | "cancelled" | "interrupted";
  warnings: number;
  seconds: number;
  message: string;
}
/**
 * How a trained classifier judged the validation pictures, one by one.
 */
export interface Evaluation {
  matrix: ConfusionMatrix;
  accuracy: number | null;
  /**
   * Class by class, in the order of the matrix; empty where the tool gave none.
   */
  figures: ClassFigures[];
  /**
   * In the order of the V input. Records that were skipped are not among them.
   */
  judged: Judged[];
  /**
   * Changes when the node is run anew.
   */
  revision: string;
}
/**
 * How one validation picture was judged. Classes are positions in `classes`.
 */
export interface Judged {
  /**
   * The number of its record in the V input, from 0: what `rows=` of its records takes.
   */
  row: number;
  truth: number;
  predicted: number;
  /**
   * The probability of the predicted class.
   */
  score: number | null;
}
/**
 * A number that JSON or JavaScript cannot hold: NaN, infinity, decimals, beyond 2^53.
 */
export interface ExactNumber {
  kind: "number";
  text: string;
}
/**
 * One entry of a folder.
 */
export interface FileEntry {
  name: string;
  /**
   * From the root's folder.
   */
  path: string;
  /**
   * The text to put into a setting of the workflow that one browses for.
   */
  setting: string;
  kind: "folder" | "picture" | "table" | "workflow" | "other";
  bytes: number;
  modified: number;
}
/**
 * What is in a folder. Hidden entries are left out.
 */
export interface Folder {
  /**
   * The name of the root; `workspace` is the workspace folder.
   */
  root: string;
  roots: string[];
  path: string;
  setting: string;
  /**
   * Folders first, then by name.
   */
  entries: FileEntry[];
  /**
   * How many pictures stand in it directly.
   */
  pictures: number;
  /**
   * There were more than 5,000 entries.
   */
  truncated: boolean;
}
/**
 * What the server says of an expression.
 */
export interface FormulaAnswer {
  problems: FormulaProblem[];
  /**
   * Of its result, as users read it.
   */
  type: string;
  /**
   * For the first records that are kept of the input, where any are.
   */
  values: (boolean | number | string | ObjectCell | LongText | ExactNumber | NestedCell | null)[];
  /**
   * The columns that the expression reads, of the same records.
   */
  inputs: {
    [k: string]: boolean | number | string | ObjectCell | LongText | ExactNumber | NestedCell | null;
  }[];
  /**
   * Why there are no values though they were asked for and nothing is wrong.
   */
  note: string;
}
/**
 * What is wrong with an expression, from character `start` up to `end`.
 *
 * Characters count from 0 as JavaScript counts them: most emoji are two.
 */
export interface FormulaProblem {
  message: string;
  start: number;
  end: number;
}
/**
 * A cell that is no plain value. Its bytes are at `/api/v1/blobs/{hash}?at={at}`.
 */
export interface ObjectCell {
  kind: "picture" | "model" | "report" | "blob";
  /**
   * SHA-256 of its bytes.
   */
  hash: string;
  /**
   * Where it rests.
   */
  at: string;
  bytes: number;
  /**
   * Of a picture: `JPEG`, `PNG`, ...
   */
  format: string;
  width: number;
  height: number;
}
/**
 * A text of more than 1,000 characters: its beginning.
 */
export interface LongText {
  kind: "text";
  text: string;
  length: number;
  /**
   * SHA-256 of the whole text in UTF-8, which is at `/api/v1/blobs/{hash}?at={at}`; empty where it
   * rests nowhere.
   */
  hash: string;
  at: string;
}
/**
 * A list or a struct, as JSON.
 */
export interface NestedCell {
  kind: "json";
  value: JsonValue;
}
/**
 * What the editor completes and highlights.
 */
export interface FormulaLanguage {
  functions: FunctionHelp[];
  keywords: string[];
  operators: string[];
}
/**
 * A function of the formula language.
 */
export interface FunctionHelp {
  name: string;
  category: string;
  signature: string;
  help: string;
  /**
   * Pairs of an expression and its result.
   */
  examples: unknown[][];
}
/**
 * An expression as it is typed, for a node of a document.
 */
export interface FormulaRequest {
  /**
   * From the workspace folder: paths in settings count from its folder.
   */
  path: string;
  document: Document;
  /**
   * Values of the workflow's parameters; the others have their defaults.
   */
  parameters?: {
    [k: string]: JsonValue;
  };
  node: string;
  /**
   * The dotted path of its setting, such as `expressions.0.expression`.
   */
  field: string;
  expression: string;
  /**
   * How many first records to compute; 0 only checks.
   */
  records?: number;
}
/**
 * What a model says of one picture: all classes, the likeliest first.
 */
export interface Judgement {
  scores: ClassScore[];
  seconds: number;
}
/**
 * A trained model.
 */
export interface ModelCard {
  hash: string;
  at: string;
  classes: string[];
  /**
   * The card as it stands in the model's file.
   */
  card: {
    [k: string]: JsonValue;
  };
}
/**
 * Create a file. Exactly one of `document` and `sample` is given.
 */
export interface NewWorkflow {
  /**
   * Where, from the workspace folder; ends in `.workflow.json`. For a sample: the folder.
   */
  path: string;
  document?: Document | null;
  /**
   * The name of a sample: its files are copied, and its pictures are drawn.
   */
  sample?: string | null;
}
/**
 * What a node said when it ran.
 */
export interface NodeNote {
  level: "info" | "warning";
  message: string;
  /**
   * How many records it is about.
   */
  rows: number;
}
/**
 * What the last run left of an output.
 */
export interface OutputInfo {
  node: string;
  anchor: string;
  records: number;
  bytes: number;
  complete: boolean;
  /**
   * Its data are still there.
   */
  available: boolean;
  revision: string;
}
/**
 * All about one picture.
 */
export interface PictureDetails {
  format: string;
  width: number;
  height: number;
  mode: string;
  bytes: number;
  exif: {
    [k: string]: string;
  };
}
/**
 * Node by node what would happen and why; empty with problems where the workflow cannot run.
 *
 * `outdated` names the nodes whose results, as far as there are any, are of an earlier state.
 */
export interface PlanAnswer {
  nodes: {
    [k: string]: NodePlan;
  };
  outdated: string[];
  problems: ProblemAt[];
}
/**
 * One thing that is wrong, and where.
 */
export interface ProblemAt {
  message: string;
  node: string | null;
  field: string | null;
  severity: "error" | "warning";
}
/**
 * What would a run do?
 */
export interface PlanRequest {
  /**
   * From the workspace folder: paths in settings count from its folder.
   */
  path: string;
  document: Document;
  /**
   * Values of the workflow's parameters; the others have their defaults.
   */
  parameters?: {
    [k: string]: JsonValue;
  };
  only?: string[];
  force?: string[];
}
/**
 * An answer that tells what went wrong, RFC 9457.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors: ProblemAt[];
  /**
   * With 412: the revision that is on disk now.
   */
  revision: string | null;
}
/**
 * The columns of an output, over the records that are kept, at most a million.
 */
export interface Profile {
  records: number;
  columns: ColumnProfile[];
}
/**
 * Some records of an output.
 */
export interface RecordsPage {
  /**
   * Those asked for, else all.
   */
  columns: ColumnInfo[];
  rows: (boolean | number | string | ObjectCell | LongText | ExactNumber | NestedCell | null)[][];
  /**
   * The place of each row in the output, from 0, before sorting and filtering.
   */
  numbers: number[];
  offset: number;
  /**
   * How many records the filter leaves.
   */
  matching: number;
  /**
   * How many are kept: all, or the first ones.
   */
  available: number;
  /**
   * How many the output had in the run.
   */
  records: number;
  /**
   * All are kept; otherwise pin the node, or put a Browse behind it, and run again.
   */
  complete: boolean;
  /**
   * Names this very result: changes when another run makes the node anew.
   */
  revision: string;
}
/**
 * Which records of an output, and what of them.
 */
export interface RecordsQuery {
  /**
   * The path of the workflow, from the workspace folder.
   */
  workflow: string;
  /**
   * How many of the wanted records come before the page.
   */
  offset?: number;
  /**
   * How many there are on the page at most.
   */
  limit?: number;
  /**
   * Those to show, all without; several in one text are separated by commas.
   *
   * @maxItems 10000
   */
  columns?: string[];
  /**
   * A column to sort by.
   */
  sort?: string;
  /**
   * From the greatest to the least; nulls stand last in any case.
   */
  descending?: boolean;
  /**
   * A list of `Condition` as JSON; all must hold.
   */
  filter?: string;
  /**
   * What some cell must contain, as it is shown, in small or capital letters.
   */
  search?: string;
  /**
   * Only records of these numbers, from 0, separated by commas, in this order.
   */
  rows?: string | null;
}
/**
 * A file that was moved to the bin of the workspace.
 */
export interface Removed {
  /**
   * Where it lies now, from the workspace folder; rename it back to restore it.
   */
  bin: string;
}
/**
 * Move a workflow file inside the workspace.
 */
export interface Renaming {
  /**
   * The new path.
   */
  path: string;
}
/**
 * What there is to look at for a workflow: what the last runs left, node by node.
 */
export interface ResultsIndex {
  /**
   * By `node.anchor`.
   */
  outputs: {
    [k: string]: OutputInfo;
  };
  /**
   * What nodes said when they ran.
   */
  messages: {
    [k: string]: NodeNote[];
  };
  /**
   * Curves: by node and name, as (step, value).
   */
  metrics: {
    [k: string]: {
      [k: string]: unknown[][];
    };
  };
  /**
   * How long the part of the run took that a node was the last of, when it ran last; 0 for a node in
   * the midst of a part, so that the sum over nodes is that of a run.
   */
  seconds: {
    [k: string]: number;
  };
}
/**
 * What a run was asked to do.
 */
export interface RunDocument {
  path: string;
  document: Document;
}
/**
 * A run, at work or ended. Runs of the command line in the same store are listed too.
 */
export interface RunInfo {
  id: string;
  /**
   * The workflow file, from the workspace folder where it is inside.
   */
  path: string;
  title: string;
  status: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "interrupted";
  /**
   * Seconds since 1970, UTC.
   */
  created: number;
  started: number | null;
  finished: number | null;
  /**
   * How long it worked.
   */
  seconds: number | null;
  /**
   * How many runs are before it in the queue.
   */
  position: number | null;
  warnings: number;
  /**
   * Why it failed.
   */
  message: string;
  targets: string[];
  /**
   * It did not come to a good end, and what it was asked is still known.
   */
  resumable: boolean;
}
/**
 * Run a document as it is, saved or not.
 */
export interface RunRequest {
  /**
   * From the workspace folder: paths in settings count from its folder.
   */
  path: string;
  document: Document;
  /**
   * Values of the workflow's parameters; the others have their defaults.
   */
  parameters?: {
    [k: string]: JsonValue;
  };
  /**
   * Run these nodes and what they need; empty for all.
   */
  only?: string[];
  /**
   * Run these again though nothing changed.
   */
  force?: string[];
  use_cache?: boolean;
}
/**
 * A sample workflow that comes with Weft.
 */
export interface Sample {
  name: string;
  title: string;
  description: string;
  /**
   * The names of its workflow files, the one to open first at the front.
   */
  workflows: string[];
}
/**
 * A sample that was copied into the workspace.
 */
export interface SampleCopy {
  folder: string;
  workflows: WorkflowEntry[];
}
/**
 * A workflow file in the workspace.
 */
export interface WorkflowEntry {
  /**
   * Its path from the workspace folder, with `/`.
   */
  path: string;
  /**
   * Its title, or its file name.
   */
  title: string;
  /**
   * Seconds since 1970, UTC.
   */
  modified: number;
  /**
   * Digest of its bytes: the ETag.
   */
  revision: string;
  /**
   * Why it cannot be read; empty where it can.
   */
  problem: string;
}
/**
 * What the canvas needs to know of the service.
 */
export interface ServiceInfo {
  version: string;
  /**
   * The workspace folder, for people to read.
   */
  workspace: string;
  roots: string[];
  workers: number;
}
/**
 * Thumbnails by the hash of the picture.
 */
export interface SmallPictures {
  /**
   * WebP, as `data:` addresses.
   */
  pictures: {
    [k: string]: string;
  };
  /**
   * Why there is none.
   */
  troubles: {
    [k: string]: string;
  };
}
/**
 * Pictures of which small ones are wanted at once: a hundred requests cost a browser more than one.
 */
export interface ThumbnailRequest {
  /**
   * Of the square that each must fit, in pixels.
   */
  width: number;
  /**
   * @maxItems 200
   */
  cells: CellPlace[];
}
/**
 * An uploaded file.
 */
export interface Upload {
  /**
   * From the root that it went to.
   */
  path: string;
  /**
   * The text to put into a setting of the workflow that it was uploaded for.
   */
  setting: string;
  bytes: number;
}
/**
 * All that is known of a document without running it.
 */
export interface Validation {
  problems: ProblemAt[];
  /**
   * By output, `node.anchor`; None where only a run can tell.
   */
  schemas: {
    [k: string]: ColumnInfo[] | null;
  };
  /**
   * The automatic text under each node.
   */
  annotations: {
    [k: string]: string;
  };
  /**
   * Nodes that would not run as they, or what they hang on, are switched off, with the reason.
   */
  skipped: {
    [k: string]: string;
  };
}
/**
 * A workflow as it stands on disk.
 */
export interface WorkflowFile {
  path: string;
  revision: string;
  modified: number;
  document: Document;
}
