/** The records on the anchor, or before a run the columns that they will have. */

import { Table2 } from "lucide-react";
import { Suspense, useRef, useState } from "react";
import { counted } from "@/model/text";
import { useRun } from "@/state/run";
import { useValidation } from "@/state/validation";
import { EmptyHint } from "@/ui/EmptyHint";
import { late } from "@/ui/late";
import { FilterForm } from "./FilterForm";
import { KeptNote } from "./KeptNote";
import type { Target } from "./looked";
import { Metadata } from "./Metadata";
import { RecordsBar } from "./RecordsBar";
import styles from "./RecordsTab.module.css";
import { RowsNote } from "./RowsNote";
import { Trouble } from "./Trouble";
import { useOutputState } from "./useOutputState";
import { useRecords } from "./useRecords";

const RecordsGrid = late(() => import("./RecordsGrid"));

export function RecordsTab({ target, title }: { target: Target; title: string }) {
  const { place } = target;
  const state = useOutputState(place);
  const live = useRun((run) => (place ? run.view?.outputs[place] : undefined));
  if (!place) return <EmptyHint icon={Table2}>Connect this input to see what reaches it.</EmptyHint>;
  if (state === "there") return <Kept key={place} place={place} target={target} title={title} />;
  const counting = live && state === "coming" ? `${counted(live.records, "record")} so far. ` : "";
  return (
    <div className={styles.tab}>
      <Metadata place={place} hint={counting + HINTS[state]} />
    </div>
  );
}

const HINTS = {
  coming: "They can be looked at here when the node is done.",
  gone: "The records were removed to save space. Run the workflow to have them again.",
  none: "Run the workflow to see records here.",
};

function Kept({ place, target, title }: { place: string; target: Target; title: string }) {
  const { records, head } = useRecords(place, target.rows?.numbers ?? null);
  const [metadata, setMetadata] = useState(false);
  const [filtering, setFiltering] = useState<string | null>(null);
  const schema = useValidation((state) => state.validation.schemas[place]);
  const { error } = records;
  const tab = useRef<HTMLDivElement>(null);
  const closeFilter = () => {
    setFiltering(null);
    tab.current?.querySelector<HTMLElement>("[data-filter]")?.focus();
  };
  return (
    <div ref={tab} className={styles.tab}>
      <RecordsBar
        place={place}
        records={records}
        metadata={metadata}
        onMetadata={setMetadata}
        onFilter={() => setFiltering(head?.columns[0]?.name ?? "")}
      />
      {filtering !== null && head && (
        <FilterForm
          key={filtering}
          place={place}
          columns={head.columns}
          first={filtering}
          onClose={closeFilter}
        />
      )}
      {target.rows && <RowsNote title={target.rows.title} count={target.rows.numbers.length} />}
      {head && <KeptNote place={place} head={head} />}
      {metadata ? (
        <Metadata place={place} columns={head?.columns ?? schema ?? null} />
      ) : error && !head ? (
        <Trouble error={error} onRetry={() => records.retry()} />
      ) : head?.matching ? (
        <Suspense>
          <RecordsGrid place={place} records={records} head={head} label={title} onFilter={setFiltering} />
        </Suspense>
      ) : (
        head && (
          <EmptyHint icon={Table2}>
            {head.available ? "No record passes the filter and the search." : "The node gave no records."}
          </EmptyHint>
        )
      )}
    </div>
  );
}
