/** Any lucide icon, for tools of plugins: the whole set is one file that loads when it is needed. */
import { Box, icons } from "lucide-react";

export default function OtherIcon({ name, size }: { name: string; size: number }) {
  const pascal = name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
  const Icon = icons[pascal as keyof typeof icons] ?? Box;
  return <Icon size={size} strokeWidth={1.75} aria-hidden />;
}
