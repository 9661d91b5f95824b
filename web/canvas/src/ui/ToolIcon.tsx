/** The lucide icon of a tool by its name; icons that are not in the first load come on demand. */

import { Suspense } from "react";
import { late } from "./late";
import { TOOL_ICONS, Unknown } from "./toolIcons";

const OtherIcon = late(() => import("./OtherIcon"));

export function ToolIcon({ name, size = 24 }: { name: string; size?: number }) {
  const Icon = TOOL_ICONS[name];
  if (Icon) return <Icon size={size} strokeWidth={1.75} aria-hidden />;
  return (
    <Suspense fallback={<Unknown size={size} strokeWidth={1.75} aria-hidden />}>
      <OtherIcon name={name} size={size} />
    </Suspense>
  );
}
