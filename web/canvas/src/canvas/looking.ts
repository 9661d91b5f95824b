/** A click on an anchor, a connection or a chip shows the records there. */
import { splitPlace, type WorkflowConnection } from "@/model/document";
import { look } from "@/state/looking";

export function lookAt(place: string, side: "input" | "output"): void {
  const [node, anchor] = splitPlace(place);
  look({ node, anchor, side }, "records");
}

/** The records of a connection are those that leave its output. */
export const lookAtConnection = (connection: Pick<WorkflowConnection, "from">): void =>
  lookAt(connection.from, "output");
