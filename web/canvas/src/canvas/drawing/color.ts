/** The colours of containers and comments, as tokens. */
const TOKENS: Readonly<Record<string, string>> = {
  grey: "--edge",
  teal: "--in-out",
  blue: "--preparation",
  violet: "--join",
  orange: "--transform",
  crimson: "--computer-vision",
  yellow: "--warn",
};

/** `blue` gives `--preparation`; an unknown colour gives that of the fallback. */
export function colorToken(color: string | undefined, fallback: string): string {
  return TOKENS[color ?? fallback] ?? TOKENS[fallback] ?? "--edge";
}
