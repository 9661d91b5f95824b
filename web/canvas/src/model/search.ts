/** Fuzzy search: the letters of the query in their order, best where words begin and where they follow each other. */

/** From a first letter up to the one after the last. */
export type Range = readonly [start: number, end: number];

export interface Match<Item> {
  readonly item: Item;
  readonly score: number;
  /** For each text of the item, what of it matched. */
  readonly ranges: readonly (readonly Range[])[];
}

/**
 * The items in whose texts every word of the query is found, the best first. The first text of an item counts most.
 * An empty query finds all, in their order.
 */
export function fuzzy<Item>(
  query: string,
  items: Iterable<Item>,
  text: (item: Item) => readonly string[],
): Match<Item>[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const found: Match<Item>[] = [];
  for (const item of items) {
    const match = matched(words, text(item));
    if (match) found.push({ item, ...match });
  }
  return found.sort((one, other) => other.score - one.score);
}

function matched(words: readonly string[], texts: readonly string[]): Omit<Match<never>, "item"> | null {
  const marks = texts.map(() => new Set<number>());
  let score = 0;
  for (const word of words) {
    const hits = texts.map((text, index) => ({ index, hit: bestHit(word, text) }));
    const best = hits
      .flatMap(({ index, hit }) => (hit ? [{ index, hit, score: hit.score / (1 + index) }] : []))
      .sort((one, other) => other.score - one.score)[0];
    if (!best) return null;
    score += best.score;
    for (const place of best.hit.places) marks[best.index]?.add(place);
  }
  return { score, ranges: marks.map(asRanges) };
}

interface Hit {
  readonly score: number;
  readonly places: readonly number[];
}

/** The best way to find a word in a text. Each place where its first letter stands is tried. */
function bestHit(word: string, text: string): Hit | null {
  const letters = folded(text);
  let best: Hit | null = null;
  for (
    let start = letters.indexOf(word[0] ?? "");
    start >= 0;
    start = letters.indexOf(word[0] ?? "", start + 1)
  ) {
    const hit = hitFrom(word, text, letters, start);
    if (!hit) break;
    if (!best || hit.score > best.score) best = hit;
  }
  return best;
}

function hitFrom(word: string, text: string, letters: string, start: number): Hit | null {
  const places = [start];
  for (const letter of word.slice(1)) {
    const after = (places.at(-1) ?? 0) + 1;
    const next = letters[after] === letter ? after : nextPlace(text, letters, letter, after);
    if (next < 0) return null;
    places.push(next);
  }
  const scores = places.map((place, index) =>
    index > 0 && place === (places[index - 1] ?? 0) + 1 ? 6 : beginsWord(text, place) ? 8 : 1,
  );
  const length = (places.at(-1) ?? 0) - start + 1;
  const sum = scores.reduce((total, each) => total + each, 0);
  // Short texts, early hits and whole texts are what one most likely means.
  const whole = letters === word ? 20 : start === 0 ? 6 : 0;
  return { score: sum + whole - (length - word.length) * 0.5 - start * 0.1 - text.length * 0.05, places };
}

/** Where a letter comes next: at the beginning of a word if it does so anywhere, else where it stands first. */
function nextPlace(text: string, letters: string, letter: string, after: number): number {
  const first = letters.indexOf(letter, after);
  for (let place = first; place >= 0; place = letters.indexOf(letter, place + 1))
    if (beginsWord(text, place)) return place;
  return first;
}

function beginsWord(text: string, place: number): boolean {
  if (place === 0) return true;
  const before = text[place - 1] ?? "";
  const here = text[place] ?? "";
  return /[^\p{L}\p{N}]/u.test(before) || (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(here));
}

/** Small letters, one for each of the text, so that places stay. */
function folded(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    const letter = text[index] ?? "";
    const plain = letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return plain.length === 1 ? plain : letter;
  }).join("");
}

function asRanges(marks: ReadonlySet<number>): Range[] {
  const ranges: [number, number][] = [];
  for (const place of [...marks].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last && last[1] === place) last[1] = place + 1;
    else ranges.push([place, place + 1]);
  }
  return ranges;
}
