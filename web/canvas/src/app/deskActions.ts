/** What can be done with the desk and with runs. */
import { toggleFolded, useDesk } from "@/state/desk";
import { attempt } from "@/state/notices";
import { show } from "@/state/overlay";
import { isLive, useRun } from "@/state/run";
import type { Action } from "@/ui/action";
import { focusRegion, stepRegion } from "./regions";
import { canRun, run, stop } from "./running";
import { nextTheme } from "./theme";

const live = (): boolean => isLive(useRun.getState().info);
const find = (): void => show({ kind: "find" });

export const RUN_ACTIONS: readonly Action[] = [
  {
    id: "run",
    label: "Run",
    group: "Run",
    keys: ["Ctrl+R", "F5"],
    everywhere: true,
    enabled: canRun,
    run: () => void attempt(run),
  },
  {
    id: "stop-finish",
    label: "Finish now, keep the best",
    group: "Run",
    keys: ["Ctrl+."],
    everywhere: true,
    enabled: live,
    run: () => stop("finish"),
  },
  {
    id: "stop-abort",
    label: "Abort the run",
    group: "Run",
    keys: ["Ctrl+Alt+."],
    everywhere: true,
    enabled: live,
    run: () => stop("abort"),
  },
];

export const DESK_ACTIONS: readonly Action[] = [
  { id: "find", label: "Find", group: "Desk", keys: ["Ctrl+K", "Ctrl+F"], everywhere: true, run: find },
  {
    id: "search-tools",
    label: "Search the tools",
    group: "Desk",
    keys: ["/"],
    run: () => {
      focusRegion("palette");
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          document.querySelector<HTMLInputElement>('[data-region="palette"] input[type="search"]')?.focus(),
        ),
      );
    },
  },
  {
    id: "next-region",
    label: "Go to the next panel",
    group: "Desk",
    keys: ["F6"],
    everywhere: true,
    run: () => stepRegion(1),
  },
  {
    id: "previous-region",
    label: "Go to the panel before",
    group: "Desk",
    keys: ["Shift+F6"],
    everywhere: true,
    run: () => stepRegion(-1),
  },
  {
    id: "fold-palette",
    label: "Fold or show the tools",
    group: "Desk",
    keys: ["Ctrl+B"],
    everywhere: true,
    run: () => toggleFolded("palette"),
  },
  {
    id: "fold-settings",
    label: "Fold or show the settings",
    group: "Desk",
    keys: ["Ctrl+Alt+B"],
    everywhere: true,
    run: () => toggleFolded("settings"),
  },
  {
    id: "fold-results",
    label: "Fold or show the results",
    group: "Desk",
    keys: ["Ctrl+J"],
    everywhere: true,
    run: () => toggleFolded("results"),
  },
  {
    id: "outline",
    label: "Show the outline or the tools",
    group: "Desk",
    keys: ["Ctrl+Alt+O"],
    everywhere: true,
    run: () => {
      useDesk.setState(({ outline }) => ({ outline: !outline }));
      focusRegion("palette");
    },
  },
  {
    id: "theme",
    label: "Next theme: system, light, dark",
    group: "Desk",
    keys: ["Shift+Alt+T"],
    everywhere: true,
    run: nextTheme,
  },
  {
    id: "shortcuts",
    label: "List the shortcuts",
    group: "Desk",
    keys: ["?", "F1"],
    run: () => show({ kind: "shortcuts" }),
  },
];
