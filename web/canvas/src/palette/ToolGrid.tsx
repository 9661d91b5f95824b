/** Tools side by side. */
import type { ToolEntry } from "@/model/types";
import { PaletteTool } from "./PaletteTool";
import styles from "./ToolGrid.module.css";

export function ToolGrid({ tools }: { tools: readonly ToolEntry[] }) {
  return (
    <ul className={styles.grid}>
      {tools.map((tool) => (
        <PaletteTool key={tool.id} tool={tool} />
      ))}
    </ul>
  );
}
