/** A line of text. */
import { TextField } from "@/ui/TextField";
import type { ControlProps } from "./ControlProps";
import { useText } from "./useText";

export function TextControl({ control, ...setting }: ControlProps) {
  return <TextField {...control} {...useText(setting)} />;
}
