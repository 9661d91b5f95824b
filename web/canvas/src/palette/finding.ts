/** Finds tools by what people call them, here and in other programs. */
import { fuzzy, type Match } from "@/model/search";
import type { ToolEntry } from "@/model/types";
import { grouped } from "@/ui/grouped";
import { plain } from "@/ui/markdown";

/** Words that other programs use for what a tool does. */
const WORDS: Readonly<Record<string, string>> = {
  "weft.directory": "files folder list browse",
  "weft.input_data": "read open file csv excel table load import",
  "weft.output_data": "write save file csv export",
  "weft.text_input": "type table constant manual",
  "weft.browse": "view look data viewer profile",
  "weft.select": "columns rename drop field type reorder",
  "weft.filter": "where condition rows",
  "weft.formula": "expression calculate column compute",
  "weft.create_samples": "split train test validation holdout partition",
  "weft.sample": "first last random head limit rows",
  "weft.sort": "order by",
  "weft.unique": "distinct duplicates dedupe",
  "weft.record_id": "row number index",
  "weft.join": "merge lookup vlookup combine",
  "weft.union": "append stack concatenate",
  "weft.append_fields": "cross join cartesian",
  "weft.summarize": "group by aggregate pivot sum count average",
  "weft.cross_tab": "pivot wide",
  "weft.contingency_table": "confusion matrix crosstab pivot frequency chi squared",
  "weft.image_input": "pictures photos load read png jpg",
  "weft.image_processing": "scale resize crop grayscale blur brightness pictures",
  "weft.image_profile": "exif colour size describe pictures",
  "weft.image_recognition": "train model classifier cnn neural network deep learning transfer",
  "weft.image_output": "save pictures export png jpg",
  "weft.find_label_errors": "wrong mislabeled mislabelled noise clean confident cleanlab audit",
  "weft.image_map": "tsne umap embedding projector cluster scatter plot visualize",
  "weft.predict": "score classify apply model inference",
  "weft.compare_models": "benchmark evaluate test best mcnemar significance leaderboard",
  "weft.export_model": "onnx openvino torchscript deploy save convert pytorch",
};

/** The order of the categories, as in Designer; those of plugins follow by name. */
const CATEGORIES = [
  "In/Out",
  "Preparation",
  "Join",
  "Transform",
  "Computer Vision",
  "Machine Learning",
  "Data Investigation",
];

/** The tools that a query means: by their label, then by a word for what they do. */
export function matchTools(query: string, tools: readonly ToolEntry[]): Match<ToolEntry>[] {
  const named = fuzzy(query, tools, (tool) => [tool.label]);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const taken = new Set(named.map((match) => match.item));
  const meant = tools.filter((tool) => !taken.has(tool) && isMeant(tool, words));
  return [...named, ...meant.map((item) => ({ item, score: 0, ranges: [[]] }))];
}

/** Each word of the query begins one of the tool's own words. */
function isMeant(tool: ToolEntry, words: readonly string[]): boolean {
  const own = ` ${tool.category} ${WORDS[tool.id] ?? ""} ${plain(tool.summary)}`.toLowerCase();
  return words.every((word) => own.includes(` ${word}`));
}

/** Tools by category, in the order of the palette. */
export function byCategory(tools: readonly ToolEntry[]): [string, ToolEntry[]][] {
  const groups = grouped(tools, (tool) => tool.category);
  const rank = (category: string) => {
    const at = CATEGORIES.indexOf(category);
    return at === -1 ? CATEGORIES.length : at;
  };
  return [...groups].sort(([one], [two]) => rank(one) - rank(two) || one.localeCompare(two));
}
