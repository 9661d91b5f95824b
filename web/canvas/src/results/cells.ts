/** Cells as text: on the screen, read aloud and copied. */
import { address } from "@/api/client";
import { bytes } from "@/model/text";
import type { ObjectCell } from "@/model/types";
import type { Cell } from "./records";

type PictureCell = ObjectCell & { kind: "picture" };
type ReportCell = ObjectCell & { kind: "report" };

export const isPicture = (cell: Cell | undefined): cell is PictureCell =>
  typeof cell === "object" && cell !== null && cell.kind === "picture";

export const isReport = (cell: Cell | undefined): cell is ReportCell =>
  typeof cell === "object" && cell !== null && cell.kind === "report";

/** A cell in words; an empty text for null. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "object") return String(cell);
  switch (cell.kind) {
    case "picture":
      return [cell.format, sizeText(cell), bytes(cell.bytes)].filter(Boolean).join(", ") || "picture";
    case "model":
    case "report":
      return `${cell.kind}, ${bytes(cell.bytes)}`;
    case "blob":
      return bytes(cell.bytes);
    case "json":
      return JSON.stringify(cell.value);
    default:
      return "text" in cell ? cell.text : "";
  }
}

export const sizeText = (cell: ObjectCell): string =>
  cell.width && cell.height ? `${cell.width} × ${cell.height}` : "";

/** Where the bytes of a cell are. */
/** With a theme a report looks so; without, as the system does. */
export function blobAddress(cell: Pick<ObjectCell, "hash" | "at">, theme?: "light" | "dark"): string {
  return address(`/blobs/${cell.hash}`, { at: cell.at, theme });
}

export function downloadAddress(cell: Pick<ObjectCell, "hash" | "at">): string {
  return address(`/blobs/${cell.hash}`, { at: cell.at, download: 1 });
}

/** Cells as a spreadsheet takes them: tabs between, quotes where a cell holds tab, quote or line break. */
export function toTsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map((cell) => quoted(cellText(cell))).join("\t")).join("\n");
}

const quoted = (text: string): string => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
