/** The colour of a palette category, as the name of a token. */
const KNOWN = new Set([
  "in-out",
  "preparation",
  "join",
  "transform",
  "data-investigation",
  "computer-vision",
  "machine-learning",
]);

/** `Computer Vision` gives `var(--computer-vision)`; a category of a plugin gets the neutral one. */
export function categoryColor(category: string): string {
  const name = category.toLowerCase().replace(/[^a-z]+/g, "-");
  return `var(--${KNOWN.has(name) ? name : "other-category"})`;
}
