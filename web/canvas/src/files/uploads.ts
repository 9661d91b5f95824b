/** Uploads files into the workspace, a few at a time, and says how far it is. */
import { request } from "@/api/client";
import type { Upload } from "@/model/types";
import { grouped } from "@/ui/grouped";
import { useFiles } from "./files";

/** A file with the folder that it goes to, from the workspace folder. */
export interface Outgoing {
  file: File;
  folder: string;
}

const MOST_FILES = 25;
const MOST_BYTES = 16_000_000;

/** Upload all; the answers are in the order of the files of each folder. */
export async function upload(files: readonly Outgoing[], workflow: string): Promise<Upload[]> {
  const total = files.length;
  const text = total === 1 ? `Uploading ${files[0]?.file.name}` : `Uploading ${total} files`;
  const done: Upload[] = [];
  try {
    for (const part of parts(files)) {
      useFiles.setState({ progress: { text, done: done.length, total } });
      done.push(...(await send(part, workflow)));
    }
    return done;
  } finally {
    useFiles.setState({ progress: null });
  }
}

async function send(part: readonly Outgoing[], workflow: string): Promise<Upload[]> {
  const form = new FormData();
  for (const { file } of part) form.append("files", file, file.name);
  const query = { root: "workspace", path: part[0]?.folder ?? "", for: workflow };
  return (await request<Upload[]>("/files", { method: "POST", body: form, query })).body;
}

/** Files of one folder that make one request. */
export function* parts(files: readonly Outgoing[]): Generator<Outgoing[]> {
  const folders = grouped(files, ({ folder }) => folder);
  for (const all of folders.values()) {
    let part: Outgoing[] = [];
    let bytes = 0;
    for (const each of all) {
      if (part.length && (part.length === MOST_FILES || bytes + each.file.size > MOST_BYTES)) {
        yield part;
        part = [];
        bytes = 0;
      }
      part.push(each);
      bytes += each.file.size;
    }
    if (part.length) yield part;
  }
}
