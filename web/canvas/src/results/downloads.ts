/** Whole results as files. */
import { address } from "@/api/client";
import { splitPlace } from "@/model/document";
import { useWorkflow } from "@/state/workflow";
import type { MenuEntry } from "@/ui/Menu";

const FORMATS = [
  { label: "Arrow", format: "arrow" },
  { label: "Parquet", format: "parquet" },
  { label: "CSV, without pictures", format: "csv" },
] as const;

export type DownloadFormat = (typeof FORMATS)[number]["format"];

/** Let the browser fetch the records that are kept of an output. */
export function download(place: string, format: DownloadFormat): void {
  const [node, anchor] = splitPlace(place);
  const { path } = useWorkflow.getState();
  const link = document.createElement("a");
  link.href = address(`/results/${node}/${anchor}/download`, { workflow: path, format });
  link.download = "";
  link.click();
}

export function downloadMenu(place: string): MenuEntry[] {
  return FORMATS.map(({ label, format }) => ({ label, run: () => download(place, format) }));
}
