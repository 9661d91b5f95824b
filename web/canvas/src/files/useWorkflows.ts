/** The workflow files of the workspace, asked anew when files come or go. */
import { useEffect, useState } from "react";
import { get } from "@/api/client";
import type { WorkflowEntry } from "@/model/types";
import { useFiles } from "./files";

export interface Listing {
  /** null until the service has answered. */
  files: readonly WorkflowEntry[] | null;
  trouble: string;
}

export function useWorkflows(): Listing {
  // Asked anew with each change of this number.
  const listed = useFiles((state) => state.listed);
  const [listing, setListing] = useState<Listing>({ files: null, trouble: "" });
  useEffect(() => {
    const controller = new AbortController();
    void listed;
    get<WorkflowEntry[]>("/workflows", {}, controller.signal)
      .then((files) => setListing({ files, trouble: "" }))
      .catch((error: Error) => {
        if (!controller.signal.aborted) setListing({ files: [], trouble: error.message });
      });
    return () => controller.abort();
  }, [listed]);
  return listing;
}
