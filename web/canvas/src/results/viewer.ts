/** The picture that is shown in full size, and where its neighbours come from. */
import { create } from "zustand";
import { hide, show } from "@/state/overlay";
import { isPicture } from "./cells";
import type { Records } from "./records";

interface ViewerState {
  records: Records | null;
  column: number;
  index: number;
}

export const useViewer = create<ViewerState>(() => ({ records: null, column: 0, index: 0 }));

/** Pictures that cannot be read are passed over, but not for ever. */
const MOST_SKIPPED = 500;

/** Show the picture of a record, with its neighbours in the same order and filter. */
export async function openPicture(records: Records, column: number, index: number): Promise<void> {
  const row = await records.get(index);
  const cell = row?.cells[column];
  if (!row || !isPicture(cell)) return;
  useViewer.setState({ records, column, index });
  const name = records.head?.columns[column]?.name ?? "";
  show({ kind: "picture", hash: cell.hash, at: cell.at, title: `${name} of record ${row.number + 1}` });
}

/** Go to the next or the previous picture; tells whether there was one. */
export async function turn(step: 1 | -1): Promise<boolean> {
  const { records, column, index } = useViewer.getState();
  const count = records?.head?.matching ?? 0;
  for (let skipped = 1; records && skipped <= MOST_SKIPPED; skipped += 1) {
    const at = index + step * skipped;
    if (at < 0 || at >= count) return false;
    if (isPicture((await records.get(at))?.cells[column])) {
      await openPicture(records, column, at);
      return true;
    }
  }
  return false;
}

export function closePicture(): void {
  useViewer.setState({ records: null });
  hide();
}
