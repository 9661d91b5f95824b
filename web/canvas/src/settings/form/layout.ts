/** Which settings stand beside each other: two numbers, or two columns under a heading. */
import { type Kind, kindOf } from "../schema/kind";
import type { Definitions, SettingField } from "../schema/schema";

export interface Placed {
  field: SettingField;
  wide: boolean;
}

const SMALL: ReadonlySet<Kind> = new Set(["number", "choice", "column", "text", "segments"]);

export function layOut(
  fields: readonly SettingField[],
  definitions: Definitions,
  compact: boolean,
  /** What must have the whole width, such as for the words of a problem. */
  needsWidth: (field: SettingField) => boolean,
): Placed[] {
  const placed: Placed[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const [one, two] = fields.slice(at, at + 2);
    if (!one) break;
    const kinds = [one, two].map((field) => field && kindOf(field.schema, definitions));
    const pair =
      two &&
      !needsWidth(one) &&
      !needsWidth(two) &&
      (compact ? kinds.every((kind) => kind && SMALL.has(kind)) : arePair(one, kinds));
    placed.push({ field: one, wide: !pair });
    if (pair && two) {
      placed.push({ field: two, wide: false });
      at += 1;
    }
  }
  return placed;
}

function arePair(first: SettingField, [one, two]: (Kind | undefined)[]): boolean {
  if (one === "number" && two === "number") return true;
  return one === "column" && two === "column" && first.schema.open === true;
}
