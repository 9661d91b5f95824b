/** Records with a picture each, without a network. */
import type { Query } from "@/api/client";
import type { RecordsPage } from "@/model/types";
import { Records } from "@/results/records";

/** The place of the column of pictures. */
export const COLUMN = 0;

export function pictures(rows: number[]): Records {
  const load = async (_: string, query: Query): Promise<RecordsPage> => {
    const numbers = String(query.rows).split(",").map(Number);
    return {
      columns: [{ name: "image", type: "picture", kinds: ["any", "picture"] }],
      rows: numbers.map((row) => [
        { kind: "picture", hash: `h${row}`, at: "", bytes: 1, format: "PNG", width: 1, height: 1 },
      ]),
      numbers,
      offset: 0,
      matching: numbers.length,
      available: 10,
      records: 10,
      complete: true,
      revision: "r",
    };
  };
  return new Records({ workflow: "a", place: "node.out", revision: "r", selection: {}, rows }, load);
}
