/** How the node of a row is: its mark, words for it, and how many records left it. */
import { type NodeMark, useNodeMark } from "@/canvas/nodes/useNodeMark";
import type { WorkflowNode } from "@/model/document";
import { outputsOf } from "@/model/graph";
import { counted, number } from "@/model/text";
import { toolsNow } from "@/state/catalog";
import { useResults } from "@/state/results";
import { useRun } from "@/state/run";
import { workflowNow } from "@/state/workflow";

export interface RowState extends NodeMark {
  /** `1,441` as shown and `1,441 records` as read aloud; empty where it never ran. */
  records: string;
  spokenRecords: string;
}

export function useRowState(name: string, node: WorkflowNode): RowState {
  const mark = useNodeMark(name, node, false);
  const place = `${name}.${outputsOf(workflowNow(), name, toolsNow())[0]?.name ?? ""}`;
  const running = useRun((state) => state.view?.outputs[place]?.records);
  const kept = useResults((state) => state.index.outputs[place]?.records);
  const records = running ?? kept;
  return {
    ...mark,
    records: records === undefined ? "" : number(records),
    spokenRecords: records === undefined ? "" : counted(records, "record"),
  };
}
