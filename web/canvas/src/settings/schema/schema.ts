/** The JSON Schema of a tool's settings, as pydantic writes it, as the fields of a form. */

export interface ColumnMark {
  readonly anchor: string;
  readonly kind: string;
}

export interface ForColumn {
  readonly setting: string;
  readonly kinds?: readonly string[];
  readonly choices?: Readonly<Record<string, readonly string[]>>;
}

export interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: string };
  readonly $ref?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly column?: ColumnMark;
  readonly widget?: string;
  readonly group?: string;
  readonly open?: boolean;
  readonly when?: Readonly<Record<string, readonly unknown[]>>;
  /** The input whose connection takes the place of the setting, or that it speaks of. */
  readonly unless_connected?: string;
  readonly if_connected?: string;
  /** What suits only some kinds of the column that the setting beside it names: itself, or some of its choices. */
  readonly for_column?: ForColumn;
  /** An expression that is to be true or false. */
  readonly condition?: boolean;
  /** An expression that begins with the text under the node. */
  readonly from_annotation?: boolean;
  readonly options?: readonly string[];
  readonly cards?: Readonly<Record<string, unknown>>;
}

export type Definitions = Readonly<Record<string, Schema>>;

/** One setting, with null and references taken out of its schema. */
export interface SettingField {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly schema: Schema;
  /** It may be null, which the tool reads as "choose for me". */
  readonly nullable: boolean;
  /** What holds while it is not set. */
  readonly fallback: unknown;
  readonly required: boolean;
}

/** One kind of item of a list, or of a union. */
export interface Variant {
  /** The value of the discriminator; null where there is only one kind. */
  readonly tag: string | null;
  readonly title: string;
  readonly help: string;
  readonly schema: Schema;
}

/** The schema with its reference followed; what stands beside the reference wins. */
export function resolved(schema: Schema, definitions: Definitions): Schema {
  if (!schema.$ref) return schema;
  const { $ref, ...beside } = schema;
  const target = definitions[$ref.split("/").at(-1) ?? ""] ?? {};
  return { ...resolved(target, definitions), ...beside };
}

/** The settings of an object in their order, without the one that only tells kinds apart. */
export function fieldsOf(object: Schema, definitions: Definitions): SettingField[] {
  return Object.entries(object.properties ?? {})
    .map(([name, schema]) => fieldOf(name, schema, object.required ?? [], definitions))
    .filter((field) => field.schema.const === undefined);
}

function fieldOf(
  name: string,
  written: Schema,
  required: readonly string[],
  definitions: Definitions,
): SettingField {
  const whole = resolved(written, definitions);
  const options = (whole.anyOf ?? []).map((option) => resolved(option, definitions));
  const real = options.filter((option) => option.type !== "null");
  const nullable = real.length < options.length;
  const [only] = real;
  const schema =
    only && real.length === 1 ? { ...whole, ...only, ...hintsOf(whole), anyOf: undefined } : whole;
  return {
    name,
    title: whole.title ?? name,
    help: (whole.description ?? "").replace(/(?<!\n)\n(?!\n)/g, " "),
    schema,
    nullable,
    fallback: "default" in whole ? whole.default : emptyOf(schema),
    required: required.includes(name),
  };
}

/** What is written around a nullable setting counts more than what is written inside. */
function hintsOf(written: Schema): Schema {
  const { title, description, group, open, widget, column, when, unless_connected, if_connected } = written;
  const hints = { title, description, group, open, widget, column, when, unless_connected, if_connected };
  return Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined));
}

function emptyOf(schema: Schema): unknown {
  if (schema.type === "array") return [];
  if (schema.type === "object") return {};
  return undefined;
}

/** The kinds that an item, or a value, may be of; empty where it is no object. */
export function variantsOf(schema: Schema, definitions: Definitions): Variant[] {
  const tagName = schema.discriminator?.propertyName;
  return (schema.oneOf ?? schema.anyOf ?? [schema])
    .map((option) => resolved(option, definitions))
    .filter((option) => option.properties)
    .map((option) => {
      const tag = tagName ? option.properties?.[tagName]?.const : undefined;
      return {
        tag: tag === undefined ? null : String(tag),
        title: wordsOf(option.title ?? "Item"),
        help: option.description ?? "",
        schema: option,
      };
    });
}

/** The name of the property that tells the kinds of a union apart. */
export const tagOf = (schema: Schema): string => schema.discriminator?.propertyName ?? "";

/** `SortKey` gives `Sort key`. */
export function wordsOf(title: string): string {
  const words = title.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const CAPITALS: Readonly<Record<string, string>> = {
  csv: "CSV",
  json: "JSON",
  yxdb: "YXDB",
  cpu: "CPU",
  cuda: "CUDA",
};

/** A value of a choice as it is read: `group_by` gives `Group by`, `json lines` gives `JSON lines`. */
export function choiceLabel(value: unknown): string {
  const text = String(value);
  if (text === "") return "None";
  if (!/^[a-z][a-z_ ]*$/.test(text)) return text;
  const words = text
    .replaceAll("_", " ")
    .split(" ")
    .map((word) => CAPITALS[word] ?? word)
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
