/** The card of a model: its classes, its network, its figures. */
import { bytes, number } from "@/model/text";
import type { ModelCard } from "@/model/types";
import { downloadAddress } from "@/results/cells";
import styles from "./ModelFacts.module.css";

export function ModelFacts({ model }: { model: ModelCard }) {
  const facts = Object.entries(model.card).flatMap(([name, value]) =>
    name === "classes" ? [] : plain(name, value),
  );
  return (
    <section className={styles.section} aria-label="Model">
      <h3>Model</h3>
      <dl className={styles.facts}>
        <div>
          <dt>classes</dt>
          <dd>{model.classes.join(", ")}</dd>
        </div>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <a href={downloadAddress(model)} download>
        Download as safetensors
      </a>
    </section>
  );
}

/** What a card says, a line for each; parts of parts after a dot. */
function plain(name: string, value: unknown): [string, string][] {
  const title = name.replaceAll("_", " ");
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) return [[title, value.map((each) => text(name, each)).join(", ")]];
  if (typeof value === "object")
    return Object.entries(value).flatMap(([key, each]) => plain(`${name} · ${key}`, each));
  return [[title, text(name, value)]];
}

function text(name: string, value: unknown): string {
  if (typeof value === "number") {
    if (name.endsWith("bytes")) return bytes(value);
    return Number.isInteger(value) ? number(value) : String(Number(value.toPrecision(5)));
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
