/** Names inside the file: `[a-z][a-z0-9_]*`, made once, never used again. */
import { RETIRED, type Workflow } from "./document";

const NAME = /^[a-z][a-z0-9_]*$/;
const NUMBERED = /^(.+)_(\d{1,6})$/;

export function isName(text: string): boolean {
  return NAME.test(text);
}

/** A name made of a label: `Image Input` gives `image_input`. */
export function slug(label: string, otherwise = "node"): string {
  const plain = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  if (plain === "") return otherwise;
  return isName(plain) ? plain : `${otherwise}_${plain}`;
}

/** A name without its number: `image_input_2` gives `image_input`. */
export function stem(name: string): string {
  return NUMBERED.exec(name)?.[1] ?? name;
}

/** The name itself while nobody has it, else with the number after the highest one taken. */
export function freshName(base: string, taken: Iterable<string>): string {
  let highest = 0;
  for (const name of taken) {
    if (name === base) highest = Math.max(highest, 1);
    const numbered = NUMBERED.exec(name);
    if (numbered?.[1] === base) highest = Math.max(highest, Number(numbered[2]));
  }
  return highest === 0 ? base : `${base}_${highest + 1}`;
}

/** The names that a new node cannot have: those of nodes that are there, and of nodes that were. */
export function takenNames(workflow: Workflow): string[] {
  return [...Object.keys(workflow.nodes), ...(workflow[RETIRED] ?? [])];
}
