/** A category of the palette: its colour, its tools, and whether it is folded. */
import { ChevronDown, ChevronRight } from "lucide-react";
import { type CSSProperties, useId } from "react";
import type { ToolEntry } from "@/model/types";
import { toggleCategory, useDesk } from "@/state/desk";
import { categoryColor } from "@/ui/category";
import styles from "./CategoryGroup.module.css";
import { ToolGrid } from "./ToolGrid";

interface Props {
  title: string;
  tools: readonly ToolEntry[];
  /** Shown where it has no tools. */
  hint?: string;
}

export function CategoryGroup({ title, tools, hint }: Props) {
  const isClosed = useDesk((state) => state.closedCategories.includes(title));
  const id = useId();
  const Chevron = isClosed ? ChevronRight : ChevronDown;
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>
        <button
          type="button"
          className={styles.title}
          aria-expanded={!isClosed}
          aria-controls={id}
          onClick={() => toggleCategory(title)}
        >
          <Chevron size={16} aria-hidden />
          <span
            className={styles.dot}
            style={{ "--dot": categoryColor(title) } as CSSProperties}
            aria-hidden
          />
          {title}
        </button>
      </h2>
      <div id={id} hidden={isClosed}>
        {!isClosed && (tools.length > 0 ? <ToolGrid tools={tools} /> : <p className={styles.hint}>{hint}</p>)}
      </div>
    </section>
  );
}
