/** The training of a node: live while it is at work, else as the last run left it. */
import { useMemo } from "react";
import type { NodeView } from "@/model/run";
import { useResults } from "@/state/results";
import { isLive, useNodeView, useRun } from "@/state/run";
import { type Course, epochNow, keptCourse, liveCourse, speedNow } from "./curves";

export interface Training {
  /** Of the training at work only what it has told itself: null until its first epoch is done. */
  course: Course | null;
  /** It is at work now. */
  isAtWork: boolean;
  /** The course is of the training before; the one that was asked for waits for its turn. */
  isWaiting: boolean;
  /** The course is of a training that gave no model: `stopped after epoch 10 of 30`. Null for any other. */
  broken: string | null;
  /** What it does before its epochs and after them: `looking at training pictures`. */
  doing: string;
  /** The epoch that is gone through now, from 1. */
  epoch: number | null;
  epochs: number | null;
  /** From 0 to 1. */
  progress: number | null;
  secondsLeft: number | null;
  /** Such as `71 pictures/s`. */
  speed: string | null;
}

export function useTraining(node: string): Training {
  const view = useNodeView(node);
  const live = useRun((state) => isLive(state.info));
  const kept = useResults((state) => state.index.metrics[node]);
  const metrics = view?.metrics;
  const own = useMemo(() => (metrics ? liveCourse(metrics) : null), [metrics]);
  const before = useMemo(() => keptCourse(kept), [kept]);
  const isAtWork = live && view?.state === "running";
  const course = isAtWork ? own : (own ?? before);
  const isWaiting = live && view?.state === "pending" && view.plan?.action === "run" && course !== null;
  const broken = isAtWork || !own ? null : brokenOff(view, own);
  return {
    course,
    isAtWork,
    isWaiting,
    broken,
    ...(isAtWork && view ? atWork(view) : ended(course, broken ? view : undefined)),
  };
}

function brokenOff(view: NodeView | undefined, { epochs }: Course): string | null {
  if (view?.state !== "cancelled" && view?.state !== "failed") return null;
  const of = epochNow(view.note)?.of;
  const how = view.state === "failed" ? "failed" : "stopped";
  return `${how} after epoch ${epochs.at(-1)}${of ? ` of ${of}` : ""}`;
}

function atWork(view: NodeView) {
  const now = epochNow(view.note);
  return {
    doing: now ? "" : view.note,
    epoch: now?.epoch ?? null,
    epochs: now?.of ?? null,
    progress: view.total ? Math.min(1, view.done / view.total) : null,
    // What comes before and after the epochs is counted apart.
    secondsLeft: now ? view.etaSeconds : null,
    speed: speedNow(view.note),
  };
}

function ended(course: Course | null, view: NodeView | undefined) {
  const speed = course?.speed.findLast((value) => value !== null) ?? null;
  return {
    doing: "",
    epoch: null,
    epochs: (view && epochNow(view.note)?.of) ?? course?.epochs.at(-1) ?? null,
    progress: null,
    secondsLeft: null,
    speed: speed === null ? null : `${Math.round(speed).toLocaleString("en-US")} pictures/s`,
  };
}
