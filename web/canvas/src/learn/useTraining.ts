/** The training of a node: live while it is at work, else as the last run left it. */
import { useMemo } from "react";
import type { NodeView } from "@/model/run";
import { useResults } from "@/state/results";
import { isLive, useNodeView, useRun } from "@/state/run";
import { type Course, epochNow, keptCourse, liveCourse, speedNow } from "./curves";

export interface Training {
  course: Course | null;
  /** It is at work now. */
  isAtWork: boolean;
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
  const course = useMemo(() => (metrics && liveCourse(metrics)) || keptCourse(kept), [metrics, kept]);
  const isAtWork = live && view?.state === "running";
  return { course, isAtWork, ...(isAtWork && view ? atWork(view) : ended(course)) };
}

function atWork(view: NodeView) {
  const now = epochNow(view.note ?? "");
  return {
    epoch: now?.epoch ?? null,
    epochs: now?.of ?? null,
    progress: view.total ? Math.min(1, view.done / view.total) : null,
    // What comes before and after the epochs is counted apart.
    secondsLeft: now ? view.etaSeconds : null,
    speed: speedNow(view.note ?? ""),
  };
}

function ended(course: Course | null) {
  const speed = course?.speed.findLast((value) => value !== null) ?? null;
  return {
    epoch: null,
    epochs: course?.epochs.at(-1) ?? null,
    progress: null,
    secondsLeft: null,
    speed: speed === null ? null : `${Math.round(speed).toLocaleString("en-US")} pictures/s`,
  };
}
