/** The picture that is shown in full size, and where its neighbours come from. */
import { create } from "zustand";
import { hide, show } from "@/state/overlay";
import { isPicture } from "./cells";
import type { RecordRow, Records } from "./records";

interface ViewerState {
  records: Records | null;
  column: number;
  index: number;
  /** What a picture is called; null calls it by its column and record. */
  naming: Naming | null;
}

type Naming = (row: RecordRow) => string;

export const useViewer = create<ViewerState>(() => ({ records: null, column: 0, index: 0, naming: null }));

/** Pictures that cannot be read are passed over, but not for ever. */
const MOST_SKIPPED = 500;

/** Show the picture of a record, with its neighbours in the same order and filter. */
export async function openPicture(
  records: Records,
  column: number,
  index: number,
  naming: Naming | null = null,
): Promise<void> {
  const row = await records.get(index);
  const cell = row?.cells[column];
  if (!row || !isPicture(cell)) return;
  useViewer.setState({ records, column, index, naming });
  const name = records.head?.columns[column]?.name ?? "";
  const title = naming?.(row) ?? `${name} of record ${row.number + 1}`;
  show({ kind: "picture", hash: cell.hash, at: cell.at, title });
}

/** Go to the next or the previous picture; tells whether there was one. */
export async function turn(step: 1 | -1): Promise<boolean> {
  const { records, column, index, naming } = useViewer.getState();
  const count = records?.head?.matching ?? 0;
  for (let skipped = 1; records && skipped <= MOST_SKIPPED; skipped += 1) {
    const at = index + step * skipped;
    if (at < 0 || at >= count) return false;
    if (isPicture((await records.get(at))?.cells[column])) {
      await openPicture(records, column, at, naming);
      return true;
    }
  }
  return false;
}

export function closePicture(): void {
  useViewer.setState({ records: null, naming: null });
  hide();
}
