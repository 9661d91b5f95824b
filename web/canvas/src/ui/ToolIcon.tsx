/** The lucide icon of a tool by its name; icons that are not in the first load come on demand. */
import { lazy, Suspense } from "react";
import { patiently } from "./late";
import { TOOL_ICONS, Unknown } from "./toolIcons";

interface Props {
  name: string;
  size?: number;
}

// Nobody should lose the desk for the want of an icon.
const OtherIcon = lazy(() => patiently(() => import("./OtherIcon")).catch(() => ({ default: UnknownIcon })));

export function ToolIcon({ name, size = 24 }: Props) {
  const Icon = TOOL_ICONS[name];
  if (Icon) return <Icon size={size} strokeWidth={1.75} aria-hidden />;
  return (
    <Suspense fallback={<UnknownIcon size={size} />}>
      <OtherIcon name={name} size={size} />
    </Suspense>
  );
}

function UnknownIcon({ size }: { size: number }) {
  return <Unknown size={size} strokeWidth={1.75} aria-hidden />;
}
