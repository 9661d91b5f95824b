/** The text of a setting as it is typed. Emptied, it is the default again, unless an empty text means something. */
import { useState } from "react";
import type { ControlProps } from "./ControlProps";

export function useText({ field, path, value, onChange }: Omit<ControlProps, "control">) {
  // Who types `image_2` passes the default `image`, which the document does not keep.
  const [typed, setTyped] = useState<string | null>(null);
  const fallback = typeof field.fallback === "string" ? field.fallback : "";
  const emptyCounts = fallback !== "" && !field.schema.minLength;
  const set = value === undefined || value === null ? (emptyCounts ? fallback : "") : String(value);
  const toValue = (text: string) => (text === "" && !emptyCounts ? undefined : text);
  return {
    value: typed === fallback && value === undefined ? fallback : set,
    placeholder: emptyCounts ? "" : fallback || (field.nullable ? "Automatic" : ""),
    onChange: (text: string) => {
      setTyped(text);
      onChange(toValue(text), { gesture: path });
    },
    onBlur: () => setTyped(null),
  };
}
