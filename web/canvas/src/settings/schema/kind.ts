/** Which control a setting gets. */
import { type Definitions, resolved, type Schema, variantsOf } from "./schema";

export type Kind =
  | "text"
  | "long"
  | "number"
  | "switch"
  | "segments"
  | "choice"
  | "column"
  | "path"
  | "expression"
  | "options"
  | "columns"
  | "ticks"
  | "values"
  | "steps"
  | "select"
  | "table"
  | "group"
  | "union"
  | "map"
  | "json";

const SEGMENTS = 4;
/** More letters than this do not fit beside each other at the panel's width. */
const SEGMENT_LETTERS = 34;

export function kindOf(schema: Schema, definitions: Definitions): Kind {
  if (schema.widget === "select" || schema.widget === "table") return schema.widget;
  if (schema.column) return "column";
  if (schema.enum) return fitsSegments(schema.enum) ? "segments" : "choice";
  switch (schema.type) {
    case "boolean":
      return "switch";
    case "integer":
    case "number":
      return "number";
    case "string":
      return textKind(schema);
    case "array":
      return listKind(resolved(schema.items ?? {}, definitions), definitions);
  }
  if (schema.oneOf) return variantsOf(schema, definitions).length ? "union" : "json";
  if (schema.properties) return "group";
  return typeof schema.additionalProperties === "object" ? "map" : "json";
}

function textKind(schema: Schema): Kind {
  if (schema.widget === "folder" || schema.widget === "file") return "path";
  if (schema.widget === "expression") return "expression";
  if (schema.widget === "text") return "long";
  return schema.options ? "options" : "text";
}

function listKind(items: Schema, definitions: Definitions): Kind {
  if (items.column) return "columns";
  if (items.enum) return "ticks";
  if (items.type === "string" || items.type === "number" || items.type === "integer") return "values";
  return variantsOf(items, definitions).length ? "steps" : "json";
}

function fitsSegments(values: readonly unknown[]): boolean {
  const letters = values.reduce<number>((sum, value) => sum + String(value || "None").length, 0);
  return values.length <= SEGMENTS && letters <= SEGMENT_LETTERS;
}

/** Controls of more than one part are named by a heading, not by a label. */
export const isComposite = (kind: Kind): boolean =>
  ["segments", "columns", "ticks", "values", "steps", "select", "table", "group", "union", "map"].includes(
    kind,
  );

/** Controls whose parts show the problems of their own parts. */
export const hasOwnFields = (kind: Kind): boolean => ["steps", "group", "union", "map"].includes(kind);
