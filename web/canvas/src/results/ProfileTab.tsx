/** What is in each column on the anchor. */
import { ChartColumn } from "lucide-react";
import { splitPlace } from "@/model/document";
import { counted, number } from "@/model/text";
import type { Profile } from "@/model/types";
import { useDesk } from "@/state/desk";
import { lookAtAll } from "@/state/looking";
import { useOutput } from "@/state/results";
import { useWorkflow } from "@/state/workflow";
import { EmptyHint } from "@/ui/EmptyHint";
import { filterColumn, useGridView } from "./gridView";
import type { Target } from "./looked";
import { ProfileCard } from "./ProfileCard";
import styles from "./ProfileTab.module.css";
import { barConditions } from "./profileBars";
import { Trouble } from "./Trouble";
import { useAnswer } from "./useAnswer";
import { useOutputState } from "./useOutputState";

export default function ProfileTab({ target }: { target: Target }) {
  const { place } = target;
  const state = useOutputState(place);
  if (place && state === "there") return <Kept place={place} />;
  return (
    <EmptyHint icon={ChartColumn}>
      {state === "coming"
        ? "What the columns hold is shown here when the node is done."
        : "Run the workflow to see ranges, missing values and distributions of every column."}
    </EmptyHint>
  );
}

function Kept({ place }: { place: string }) {
  const workflow = useWorkflow((state) => state.path);
  const output = useOutput(place);
  const view = useGridView(place);
  const [node, anchor] = splitPlace(place);
  const { body, error, retry } = useAnswer<Profile>(
    `/results/${node}/${anchor}/profile`,
    { workflow },
    output?.revision,
  );
  if (error) return <Trouble error={error} onRetry={retry} />;
  if (!body) return <p className={styles.waiting}>Counting…</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls by keys
    <section className={styles.tab} tabIndex={0} aria-label="Column profiles">
      {output && body.records < output.records && (
        <p className={styles.note}>
          Of the first {number(body.records)} of {counted(output.records, "record")}.
        </p>
      )}
      <ul className={styles.cards}>
        {body.columns.map((column) => (
          <ProfileCard
            key={column.name}
            column={column}
            records={body.records}
            onBar={(index) => {
              lookAtAll();
              filterColumn(place, view, column.name, barConditions(column, index));
              useDesk.setState({ resultsTab: "records" });
            }}
          />
        ))}
      </ul>
    </section>
  );
}
