/** Curves over epochs, drawn by uPlot; the numbers are in a table for who cannot see them. */
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useDesk } from "@/state/desk";
import styles from "./CurveChart.module.css";
import type { Course, Curve } from "./curves";

/** Title and legend of a chart, and the margins of the part that it stands in. */
const ABOVE = 40;
const LOWEST = 120;
const HIGHEST = 420;

interface Props {
  title: string;
  course: Course;
  curves: readonly Curve[];
  /** Values are shares: the axis shows per cent. */
  isShare?: boolean;
  /** Epochs that there will be. */
  epochs: number | null;
}

export default function CurveChart({ title, course, curves, isShare = false, epochs }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLSpanElement>(null);
  const plot = useRef<uPlot | null>(null);
  const best = useRef(0);
  const last = useRef(1);
  const theme = useDesk((state) => state.theme);
  best.current = course.epochs[course.best] ?? 0;
  last.current = Math.max(epochs ?? 0, course.epochs.at(-1) ?? 1, 2);
  const data: uPlot.AlignedData = [[...course.epochs], ...curves.map((curve) => [...curve.values])];
  const latest = useRef(data);
  latest.current = data;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const element = frame.current;
    const place = legend.current;
    if (!element || !place) return;
    const make = () => {
      plot.current?.destroy();
      plot.current = new uPlot(
        options({ element, legend: place, isShare, best, last }),
        [[], [], []],
        element,
      );
      plot.current.setData(latest.current);
    };
    make();
    const resized = new ResizeObserver(() => plot.current?.setSize(sizeOf(element)));
    resized.observe(element);
    const part = element.closest("section");
    if (part) resized.observe(part);
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", make);
    return () => {
      resized.disconnect();
      dark.removeEventListener("change", make);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [isShare, theme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a course that differs is a course that went on
  useEffect(() => plot.current?.setData(latest.current), [course, epochs]);

  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span>{title}</span>
        <span ref={legend} className={styles.legend} aria-hidden="true" />
      </figcaption>
      <div ref={frame} className={styles.frame} aria-hidden="true" />
    </figure>
  );
}

/** As high as the part that it stands in allows, so that the axis of a low panel is still seen. */
function sizeOf(element: HTMLElement): { width: number; height: number } {
  const room = (element.closest("section")?.clientHeight ?? 0) - ABOVE;
  return { width: Math.max(160, element.clientWidth), height: Math.max(LOWEST, Math.min(HIGHEST, room)) };
}

interface Look {
  element: HTMLElement;
  /** Where the legend goes: beside the title, so that no panel is too low for it. */
  legend: HTMLElement;
  isShare: boolean;
  best: { current: number };
  last: { current: number };
}

function options({ element, legend, isShare, best, last }: Look): uPlot.Options {
  const color = (token: string) => resolved(element, token);
  const axis = {
    stroke: color("--sub"),
    grid: { stroke: color("--line"), width: 1 },
    ticks: { show: false },
  };
  const font = "11px Inter Variable, system-ui, sans-serif";
  const line = (label: string, token: string) => ({
    label,
    stroke: color(token),
    width: 2,
    points: { size: 5, fill: color(token) },
    value: (_: uPlot, value: number | null) => shown(value, isShare),
  });
  const mark = color("--sub");
  return {
    ...sizeOf(element),
    cursor: { y: false, drag: { setScale: false } },
    scales: { x: { time: false, range: () => [1, last.current] } },
    legend: {
      mount: (_, table) => legend.append(table),
      markers: { width: 0, fill: (_, series) => color(series === 1 ? "--transform" : "--accent") },
    },
    series: [
      { label: " ", value: (_: uPlot, value: number | null) => (value === null ? "" : `epoch ${value}`) },
      line("training", "--transform"),
      line("validation", "--accent"),
    ],
    axes: [
      { ...axis, font, size: 28, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
      { ...axis, font, size: 48, space: 22, values: (_, ticks) => ticks.map((tick) => shown(tick, isShare)) },
    ],
    hooks: {
      draw: [
        (chart) => {
          if (!best.current) return;
          const x = Math.round(chart.valToPos(best.current, "x", true));
          const { ctx, bbox } = chart;
          ctx.save();
          ctx.strokeStyle = mark;
          ctx.setLineDash([4, 4]);
          ctx.beginPath();
          ctx.moveTo(x, bbox.top);
          ctx.lineTo(x, bbox.top + bbox.height);
          ctx.stroke();
          ctx.restore();
        },
      ],
    },
  };
}

const shown = (value: number | null, isShare: boolean): string =>
  value === null
    ? ""
    : isShare
      ? `${Number((value * 100).toFixed(1))} %`
      : String(Number(value.toPrecision(3)));

/** A token as a plain colour, which a canvas needs. */
function resolved(element: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
