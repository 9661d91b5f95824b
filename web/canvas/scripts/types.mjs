/**
 * Writes src/model/types.ts from the published OpenAPI document.
 *
 *     node scripts/types.mjs [--check]     with --check only compares, and fails where they differ
 */
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const SOURCE = new URL("../../../docs/reference/openapi.json", import.meta.url);
const TARGET = new URL("../src/model/types.ts", import.meta.url);
const BANNER = `/**
 * What goes over the wire. Written by \`npm run types\` from docs/reference/openapi.json; do not edit.
 */`;

const document = JSON.parse(
  (await readFile(SOURCE, "utf8")).replaceAll("#/components/schemas/", "#/definitions/"),
);
const written = await compile(
  {
    title: "Wire",
    type: "object",
    additionalProperties: false,
    definitions: plain(document.components.schemas),
  },
  "Wire",
  {
    bannerComment: BANNER,
    unreachableDefinitions: true,
    additionalProperties: false,
    format: true,
    ignoreMinAndMaxItems: true,
  },
);
const text = written
  .replace(/ \*\n \* This interface was referenced[\s\S]*?\*\//g, " */")
  .replace(/\/\*\*\n \* This interface was referenced[\s\S]*?\*\/\n/g, "")
  .replace(/export interface Wire \{\}\n/, "");

if (process.argv.includes("--check")) {
  if ((await readFile(TARGET, "utf8")) !== text) {
    console.error("src/model/types.ts is older than docs/reference/openapi.json; run `npm run types`");
    process.exit(1);
  }
} else {
  await writeFile(TARGET, text);
}

/** Schemas as the generator wants them: a name for each only where it stands, null as a type. */
function plain(schemas) {
  const walk = (value, inside) => {
    if (Array.isArray(value)) return value.map((each) => walk(each, inside));
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value)
      .filter(([key, each]) => !(key === "title" && typeof each === "string" && inside !== "properties"))
      .map(([key, each]) => [key, walk(each, key)]);
    return Object.fromEntries(entries);
  };
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, walk(schema, name)]));
}
