/** The pictures on the anchor, side by side. */

import { Images } from "lucide-react";
import { Suspense, useRef, useState } from "react";
import { useValidation } from "@/state/validation";
import { EmptyHint } from "@/ui/EmptyHint";
import { late } from "@/ui/late";
import { FilterForm } from "./FilterForm";
import { KeptNote } from "./KeptNote";
import type { Target } from "./looked";
import { NO_CAPTION, PictureBar } from "./PictureBar";
import styles from "./PicturesTab.module.css";
import { RecordsBar } from "./RecordsBar";
import { RowsNote } from "./RowsNote";
import type { Head } from "./records";
import { Trouble } from "./Trouble";
import { useOutputState } from "./useOutputState";
import { useRecords } from "./useRecords";

const PictureGrid = late(() => import("./PictureGrid"));

export function PicturesTab({ target, title }: { target: Target; title: string }) {
  const { place } = target;
  const state = useOutputState(place);
  const promised = useValidation((known) => (place ? known.validation.schemas[place] : null));
  if (place && state === "there") return <Kept key={place} place={place} target={target} title={title} />;
  const none = promised && !promised.some(isPictureColumn);
  return (
    <EmptyHint icon={Images}>
      {none
        ? "No column here holds pictures. Look at an anchor behind Image Input."
        : state === "coming"
          ? "The pictures can be looked at here when the node is done."
          : "Run the workflow to see pictures here."}
    </EmptyHint>
  );
}

const isPictureColumn = (column: Head["columns"][number]): boolean => column.kinds.includes("picture");

function Kept({ place, target, title }: { place: string; target: Target; title: string }) {
  const { records, head } = useRecords(place, target.rows?.numbers ?? null);
  const [filtering, setFiltering] = useState(false);
  const [size, setSize] = useState(112);
  const [wantedPicture, setPicture] = useState("");
  const [wantedCaption, setCaption] = useState<string | null>(null);
  const { error } = records;
  const tab = useRef<HTMLDivElement>(null);
  const closeFilter = () => {
    setFiltering(false);
    tab.current?.querySelector<HTMLElement>("[data-filter]")?.focus();
  };
  if (error && !head) return <Trouble error={error} onRetry={() => records.retry()} />;
  if (!head) return null;
  const names = head.columns.filter(isPictureColumn).map((column) => column.name);
  // The last one is what the last tool made.
  const picture = names.includes(wantedPicture) ? wantedPicture : names.at(-1);
  if (!picture)
    return (
      <EmptyHint icon={Images}>
        No column here holds pictures. Look at an anchor behind Image Input.
      </EmptyHint>
    );
  const captions = head.columns.filter((column) => !isPictureColumn(column)).map((column) => column.name);
  const caption = wantedCaption ?? usualCaption(captions);
  return (
    <div ref={tab} className={styles.tab}>
      <RecordsBar place={place} records={records} onFilter={() => setFiltering(true)} />
      {filtering && (
        <FilterForm
          place={place}
          columns={head.columns}
          first={captions[0] ?? picture}
          onClose={closeFilter}
        />
      )}
      {target.rows && <RowsNote title={target.rows.title} count={target.rows.numbers.length} />}
      <KeptNote place={place} head={head} />
      <PictureBar
        pictures={names}
        picture={picture}
        onPicture={setPicture}
        captions={captions}
        caption={caption}
        onCaption={setCaption}
        size={size}
        onSize={setSize}
      />
      {head.matching ? (
        <Suspense>
          <PictureGrid
            records={records}
            head={head}
            column={indexOf(head, picture)}
            caption={indexOf(head, caption)}
            size={size}
            label={`Pictures of ${title}`}
          />
        </Suspense>
      ) : (
        <EmptyHint icon={Images}>No record passes the filter and the search.</EmptyHint>
      )}
    </div>
  );
}

const indexOf = (head: Head, name: string): number => head.columns.findIndex((each) => each.name === name);
const usualCaption = (names: readonly string[]): string =>
  names.find((name) => /^(class|label|predict)/i.test(name)) ??
  names.find((name) => /file ?name/i.test(name)) ??
  names[0] ??
  NO_CAPTION;
