/** Whether two workflows say the same, however they are written. */
import type { Workflow } from "@/model/document";
import { same } from "@/model/json";
import { connectionKey } from "@/model/selection";

/** Whether two workflows would be different files, which list connections by where they come from. */
export function differs(one: Workflow, two: Workflow): boolean {
  return one !== two && !same(asFile(one), asFile(two));
}

function asFile(workflow: Workflow): Workflow {
  const byKey = workflow.connections.map((each) => [connectionKey(each), each] as const);
  const connections = byKey.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
  return { ...workflow, connections };
}
