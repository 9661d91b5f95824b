/** Search, filters and what else can be done with all records of the anchor. */
import { Columns3, Download, Filter, Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { number } from "@/model/text";
import { IconButton } from "@/ui/IconButton";
import { Menu } from "@/ui/Menu";
import { Tabs } from "@/ui/Tabs";
import { TextField } from "@/ui/TextField";
import { picturesFirst } from "./columnMenu";
import { downloadMenu } from "./downloads";
import { hasLatePictures } from "./gridColumns";
import { changeView, conditionText, useGridView } from "./gridView";
import styles from "./RecordsBar.module.css";
import { PANEL } from "./ResultsTabs";
import type { Records } from "./records";

const PAUSE_MS = 250;
const KINDS = [
  { id: "data", label: "Data" },
  { id: "metadata", label: "Metadata" },
] as const;

interface Props {
  place: string;
  records: Records;
  metadata?: boolean;
  onMetadata?: (metadata: boolean) => void;
  onFilter: () => void;
}

export function RecordsBar({ place, records, metadata = false, onMetadata, onFilter }: Props) {
  const view = useGridView(place);
  const [text, setText] = useState(view.search);
  const [menu, setMenu] = useState<{ kind: "download" | "columns"; x: number; y: number } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => changeView(place, { search: text.trim() }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [place, text]);
  const head = records.head;
  const filtered = head !== null && (view.search || view.conditions.length > 0);
  const openAt = (kind: "download" | "columns") => (event: React.MouseEvent<HTMLElement>) => {
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    setMenu({ kind, x: left, y: bottom + 4 });
  };
  const toggle = (name: string) => {
    const hidden = view.hidden.includes(name)
      ? view.hidden.filter((each) => each !== name)
      : [...view.hidden, name];
    changeView(place, { hidden });
  };
  return (
    <div className={styles.bar}>
      {onMetadata && (
        <Tabs
          label="Data or metadata"
          kind="segments"
          tabs={KINDS}
          current={metadata ? "metadata" : "data"}
          onChange={(kind) => onMetadata(kind === "metadata")}
          panel={PANEL}
        />
      )}
      <TextField
        type="search"
        icon={Search}
        className={styles.search}
        aria-label="Search the records"
        placeholder="Search"
        value={text}
        onChange={setText}
      />
      <IconButton
        icon={Filter}
        label="Add a filter"
        size={16}
        data-filter
        disabled={!head}
        onClick={onFilter}
      />
      {view.conditions.map((condition, index) => (
        <button
          key={conditionText(condition)}
          type="button"
          className={styles.chip}
          title="Remove this filter"
          onClick={() =>
            changeView(place, { conditions: view.conditions.filter((_, other) => other !== index) })
          }
        >
          {conditionText(condition)}
          <X size={12} strokeWidth={2} aria-label="(remove)" />
        </button>
      ))}
      {filtered && (
        <span className={styles.count} role="status">
          {number(head.matching)} of {number(head.available)}
        </span>
      )}
      <span className={styles.space} />
      <IconButton
        icon={Columns3}
        label={view.hidden.length ? `Columns (${view.hidden.length} hidden)` : "Columns"}
        size={16}
        aria-haspopup="menu"
        disabled={!head}
        onClick={openAt("columns")}
      />
      <IconButton
        icon={Download}
        label="Download"
        size={16}
        aria-haspopup="menu"
        onClick={openAt("download")}
      />
      {menu?.kind === "columns" && head && (
        <Menu
          label="Columns"
          at={menu}
          onClose={() => setMenu(null)}
          entries={[
            { label: "Show all", run: () => changeView(place, { hidden: [] }) },
            ...(hasLatePictures(head.columns) ? [picturesFirst(place, view)] : []),
            "separator",
            ...head.columns.map(({ name }) => ({
              label: name,
              checked: !view.hidden.includes(name),
              run: () => toggle(name),
            })),
          ]}
        />
      )}
      {menu?.kind === "download" && (
        <Menu label="Download" at={menu} onClose={() => setMenu(null)} entries={downloadMenu(place)} />
      )}
    </div>
  );
}
