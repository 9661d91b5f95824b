/** What a drop holds: the files of folders too, each with its folder. */

export interface Dropped {
  file: File;
  /** The folder it lay in, from the dropped one on: `signs/0`; empty for a file dropped by itself. */
  folder: string;
}

/** Must be called while the event is handled; what it gives may be awaited later. */
export function unpack(data: DataTransfer): Promise<Dropped[]> {
  const items = [...data.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry());
  const plain = [...data.files];
  if (!entries.some((entry) => entry?.isDirectory)) {
    return Promise.resolve(plain.map((file) => ({ file, folder: "" })));
  }
  return Promise.all(entries.map((entry) => (entry ? filesOf(entry, "") : []))).then((all) => all.flat());
}

async function filesOf(entry: FileSystemEntry, folder: string): Promise<Dropped[]> {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    return [{ file, folder }];
  }
  const inner = folder ? `${folder}/${entry.name}` : entry.name;
  const found: Dropped[] = [];
  for (const each of await childrenOf(entry as FileSystemDirectoryEntry)) {
    found.push(...(await filesOf(each, inner)));
  }
  return found;
}

/** A reader gives a hundred entries at a time, and none at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (!some.length) return all.sort((one, two) => one.name.localeCompare(two.name));
    all.push(...some);
  }
}
