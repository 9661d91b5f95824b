/** One run: how it went, when, how long, and what can be done with it. */
import { Ban, CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon, Unplug } from "lucide-react";
import { post } from "@/api/client";
import { nodeLabel } from "@/model/labels";
import { duration } from "@/model/text";
import type { RunInfo } from "@/model/types";
import { useCatalog } from "@/state/catalog";
import { attempt } from "@/state/notices";
import { resumeRun, showRun } from "@/state/run";
import { useDocument } from "@/state/workflow";
import { Button } from "@/ui/Button";
import styles from "./RunRow.module.css";

const STATES: Readonly<Record<RunInfo["status"], { icon: LucideIcon; tone: string; text: string }>> = {
  queued: { icon: Clock, tone: "quiet", text: "waits" },
  running: { icon: LoaderCircle, tone: "live", text: "at work" },
  succeeded: { icon: CircleCheck, tone: "ok", text: "succeeded" },
  failed: { icon: CircleX, tone: "bad", text: "failed" },
  cancelled: { icon: Ban, tone: "quiet", text: "stopped" },
  interrupted: { icon: Unplug, tone: "warn", text: "interrupted" },
};

interface Props {
  run: RunInfo;
  isShown: boolean;
  onChange: () => void;
}

export function RunRow({ run, isShown, onChange }: Props) {
  const workflow = useDocument();
  const tools = useCatalog((state) => state.tools);
  const { icon: Icon, tone, text } = STATES[run.status];
  const targets = (run.targets ?? []).map((node) => nodeLabel(workflow, node, tools));
  const cancel = () =>
    attempt(async () => {
      await post<RunInfo>(`/runs/${run.id}/cancel`, { mode: "abort" });
      onChange();
    });
  return (
    <tr className={isShown ? styles.shown : undefined} aria-current={isShown || undefined}>
      <th scope="row">
        <span className={styles.state}>
          <Icon size={16} strokeWidth={1.75} className={styles[tone]} aria-hidden />
          {text}
          {run.status === "queued" && placeText(run.position ?? 0)}
        </span>
        {run.message && <div className={styles.message}>{run.message}</div>}
      </th>
      <td>
        <time dateTime={new Date(run.created * 1_000).toISOString()}>{whenText(run.created)}</time>
      </td>
      <td>{run.seconds === null || run.seconds === undefined ? "" : duration(run.seconds)}</td>
      <td>{targets.length ? targets.join(", ") : "everything"}</td>
      <td>{run.warnings || ""}</td>
      <td className={styles.actions}>
        {!isShown && <Button onClick={() => showRun(run)}>Show</Button>}
        {run.resumable && <Button onClick={() => void attempt(() => resumeRun(run.id))}>Resume</Button>}
        {run.status === "queued" && <Button onClick={() => void cancel()}>Cancel</Button>}
      </td>
    </tr>
  );
}

/** Its place in the queue: none of those at work are counted. */
const placeText = (before: number): string => (before ? `, ${before} before it` : ", next");

/** `14:05` today, else `24 Nov 14:05`. */
function whenText(seconds: number): string {
  const when = new Date(seconds * 1_000);
  const time = when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  if (when.toDateString() === new Date().toDateString()) return time;
  return `${when.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })} ${time}`;
}
