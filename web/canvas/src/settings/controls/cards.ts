/** What a tool tells of a suggestion, such as a network: a note, its size, its pace. */
import { isValues } from "../schema/values";

export interface Card {
  note: string;
  facts: string[];
}

export function cardOf(value: unknown): Card | null {
  if (!isValues(value)) return null;
  const { note, parameters, megabytes, pace, min_size: minSize, pretrained } = value;
  const facts: string[] = [];
  if (isCount(parameters)) facts.push(`${millions(parameters)} weights`);
  if (pretrained === false) facts.push("nothing to download");
  else if (isCount(megabytes)) facts.push(`${Math.max(1, Math.round(megabytes))} MB`);
  if (isCount(pace)) facts.push(paceText(pace));
  if (isCount(minSize)) facts.push(`from ${minSize} × ${minSize} pixels`);
  return { note: typeof note === "string" ? note : "", facts };
}

const isCount = (value: unknown): value is number => typeof value === "number" && value > 0;

const millions = (count: number): string => `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} million`;

/** In comparison with MobileNetV2. */
function paceText(pace: number): string {
  if (pace <= 0.75) return "very quick";
  if (pace <= 2) return "quick";
  return `${Math.round(pace)} times slower`;
}
