/** Copies of the samples that come with Weft. */
import { post, ServiceError } from "@/api/client";
import type { SampleCopy } from "@/model/types";
import { useFiles } from "./files";

const TRIED = 20;

/** Copy a sample into a new folder of the workspace, with the next number where the name is taken. */
export async function copySample(name: string): Promise<SampleCopy> {
  useFiles.setState({ progress: { text: `Copying the sample ${name}`, done: 0, total: 0 } });
  try {
    for (let number = 1; ; number += 1) {
      const folder = number === 1 ? name : `${name}-${number}`;
      try {
        return await post<SampleCopy>("/workflows", { path: folder, sample: name });
      } catch (error) {
        if (!(error instanceof ServiceError && error.status === 409) || number === TRIED) throw error;
      }
    }
  } finally {
    useFiles.setState({ progress: null });
  }
}
