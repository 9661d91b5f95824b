/** The report that a node made, in a frame that can do nothing but show it. */
import { Download, ExternalLink, FileChartColumn } from "lucide-react";
import { splitPlace, type Workflow } from "@/model/document";
import { outputsOf, type ToolsById } from "@/model/graph";
import type { RecordsPage } from "@/model/types";
import { useCatalog } from "@/state/catalog";
import { useDesk } from "@/state/desk";
import { useOutput } from "@/state/results";
import { useDocument, useWorkflow } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import { blobAddress, downloadAddress, isReport } from "./cells";
import { placeTitle, type Target } from "./looked";
import styles from "./ReportTab.module.css";
import { Trouble } from "./Trouble";
import { useAnswer } from "./useAnswer";
import { useOutputState } from "./useOutputState";

/** Where the report is: on the anchor itself, else on the node's own anchor for reports. */
export function reportPlace(workflow: Workflow, target: Target, tools: ToolsById): string | null {
  const isReportPlace = (place: string): boolean => {
    const [node, anchor] = splitPlace(place);
    return outputsOf(workflow, node, tools).some((each) => each.name === anchor && each.kind === "report");
  };
  if (target.place && isReportPlace(target.place)) return target.place;
  const own = outputsOf(workflow, target.node, tools).find((each) => each.kind === "report");
  return own ? `${target.node}.${own.name}` : target.place;
}

export default function ReportTab({ target }: { target: Target }) {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const place = reportPlace(workflow, target, tools);
  const state = useOutputState(place);
  if (place && state === "there")
    return <Kept place={place} title={placeTitle(workflow, place, "output", tools)} />;
  return (
    <EmptyHint icon={FileChartColumn}>
      {state === "coming"
        ? "The report is shown here when the node is done."
        : "Run the workflow to see the report of a node that makes one, such as Image Recognition."}
    </EmptyHint>
  );
}

function Kept({ place, title }: { place: string; title: string }) {
  const workflow = useWorkflow((state) => state.path);
  const theme = useDesk((state) => state.theme);
  const revision = useOutput(place)?.revision;
  const [node, anchor] = splitPlace(place);
  const { body, error, retry } = useAnswer<RecordsPage>(
    `/results/${node}/${anchor}/records`,
    { workflow, offset: 0, limit: 1 },
    revision,
  );
  if (error) return <Trouble error={error} onRetry={retry} />;
  if (!body) return null;
  const cell = body.rows[0]?.find(isReport);
  if (!cell)
    return (
      <EmptyHint icon={FileChartColumn}>
        There is no report here. Look at the R anchor of a tool that makes one, such as Image Recognition.
      </EmptyHint>
    );
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <a href={downloadAddress(cell)} download>
          <Download size={15} strokeWidth={1.75} aria-hidden /> Download
        </a>
        <a href={blobAddress(cell)} target="_blank" rel="noreferrer">
          <ExternalLink size={15} strokeWidth={1.75} aria-hidden /> Open in a tab of its own
        </a>
      </div>
      <iframe
        className={styles.frame}
        title={`Report of ${title}`}
        sandbox="allow-scripts"
        src={blobAddress(cell, theme === "system" ? undefined : theme)}
      />
    </div>
  );
}
