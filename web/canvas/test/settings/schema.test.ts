import { describe, expect, test } from "vitest";
import { kindOf } from "@/settings/schema/kind";
import { fieldsOf, resolved, type Schema, variantsOf } from "@/settings/schema/schema";
import { counts, fieldPath, withSetting } from "@/settings/schema/values";
import { newParameter } from "@/settings/workflow/newParameter";
import { TOOLS, tool } from "./desk";

const formOf = (id: string) => {
  const schema = tool(id).settings as Schema;
  const definitions = (tool(id).settings.$defs ?? {}) as Record<string, Schema>;
  const fields = fieldsOf(schema, definitions);
  const field = (name: string) => {
    const found = fields.find((each) => each.name === name);
    if (!found) throw new Error(`${id} has no setting ${name}`);
    return found;
  };
  return { definitions, fields, field, kind: (name: string) => kindOf(field(name).schema, definitions) };
};

test("every setting of every tool has a control of its own, also inside of lists", () => {
  const kinds = TOOLS.flatMap(({ id }) => {
    const { definitions, fields } = formOf(id);
    const inner = fields.flatMap(({ schema }) =>
      variantsOf(resolved(schema.items ?? {}, definitions), definitions).flatMap((variant) =>
        fieldsOf(variant.schema, definitions),
      ),
    );
    return [...fields, ...inner].map((field) => `${id} ${field.name} ${kindOf(field.schema, definitions)}`);
  });
  expect(kinds.length).toBeGreaterThan(120);
  expect(kinds.filter((kind) => kind.endsWith(" json"))).toEqual([]);
});

describe("the kind of a control follows the schema", () => {
  test.each([
    ["weft.image_recognition", "training_image", "column"],
    ["weft.image_recognition", "model", "options"],
    ["weft.image_recognition", "augmentation", "segments"],
    ["weft.image_recognition", "learning_rate", "number"],
    ["weft.image_processing", "steps", "steps"],
    ["weft.unique", "columns", "columns"],
    ["weft.image_profile", "profiles", "ticks"],
    ["weft.filter", "operator", "choice"],
    ["weft.filter", "values", "values"],
    ["weft.filter", "expression", "expression"],
    ["weft.directory", "folder", "path"],
    ["weft.select", "columns", "select"],
    ["weft.text_input", "rows", "table"],
  ])("%s %s is a %s", (id, name, kind) => {
    expect(formOf(id).kind(name)).toBe(kind);
  });
});

test("a setting that may be empty keeps its limits", () => {
  const field = formOf("weft.image_recognition").field("early_stopping");
  expect(field).toMatchObject({ nullable: true, fallback: null, schema: { type: "integer", minimum: 0 } });
});

test("a value that equals the default is left out", () => {
  const { field } = formOf("weft.image_recognition");
  const changed = withSetting({ other: 1 }, field("epochs"), 20);
  expect(changed).toEqual({ other: 1, epochs: 20 });
  expect(withSetting(changed, field("epochs"), 10)).toEqual({ other: 1 });
  expect(withSetting({}, formOf("weft.sort").field("keys"), [])).toEqual({});
});

test("settings that do not count are left out of the form until they do", () => {
  const { fields, field } = formOf("weft.filter");
  expect(counts(field("upper"), fields, {})).toBe(false);
  expect(counts(field("upper"), fields, { operator: "Between" })).toBe(true);
  expect(counts(field("upper"), fields, { operator: "Between", mode: "custom" })).toBe(false);
  // What a parameter holds is not known here.
  expect(counts(field("upper"), fields, { operator: `\${how}` })).toBe(true);
});

test("the server names the kind of a step in its path, the form does not", () => {
  const settings = { steps: [{ step: "scale" }, { step: "crop", width: -1 }] };
  expect(fieldPath("steps.1.crop.width", settings)).toBe("steps.1.width");
  expect(fieldPath("steps.0", settings)).toBe("steps.0");
});

test("a parameter made of a setting has its type, its value and a name of its own", () => {
  const { field } = formOf("weft.image_recognition");
  expect(newParameter({ epochs: {} }, field("epochs"), undefined)).toEqual([
    "epochs_2",
    expect.objectContaining({ type: "integer", default: 10 }),
  ]);
  expect(newParameter({}, field("train"), "whole network")[1]).toMatchObject({
    type: "choice",
    default: "whole network",
    choices: ["head only", "last stages", "whole network", "from scratch"],
  });
  expect(newParameter({}, formOf("weft.directory").field("folder"), "a")[1]).toMatchObject({
    type: "folder",
  });
});
