// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it } from "vitest";
import { EMPTY } from "@/model/document";
import { NOTHING, only } from "@/model/selection";
import type { RunInfo } from "@/model/types";
import { look, useLooking, watchLooking } from "@/state/looking";
import { watchResults } from "@/state/results";
import { useRun } from "@/state/run";
import { openDocument, select } from "@/state/workflow";
import { sample } from "../model/samples";

const ROWS = { numbers: [3, 5], title: "momo taken for kiko" };
const run = (id: string, status: RunInfo["status"]) =>
  ({ id, status, path: "a.workflow.json", title: "", created: 0 }) as RunInfo;

let leave: () => void;
beforeEach(() => {
  openDocument("a.workflow.json", null, EMPTY);
  useRun.setState({ info: run("old", "succeeded") });
  leave = watchResults();
  look({ node: "create_samples", anchor: "validation", side: "output" }, "pictures", ROWS);
});
afterEach(() => leave());

it("the pictures behind a confusion cell stay while nothing else happens", () => {
  useRun.setState({ info: { ...run("old", "succeeded"), warnings: 1 } });
  expect(useLooking.getState().rows).toEqual(ROWS);
});

it("the pictures behind a confusion cell do not follow into another workflow", () => {
  openDocument("b.workflow.json", null, EMPTY);
  expect(useLooking.getState()).toEqual({ place: null, selected: null, rows: null });
});

it("the pictures behind a confusion cell are all records again when a new run begins", () => {
  useRun.setState({ info: run("new", "running") });
  expect(useLooking.getState().rows).toBeNull();
  expect(useLooking.getState().place?.node).toBe("create_samples");
});

it("a connection that was clicked does not come back once a node and then nothing is selected", () => {
  openDocument("a.workflow.json", null, sample("characters/train"));
  const end = watchLooking();
  look({ node: "create_samples", anchor: "validation", side: "output" });
  select(NOTHING);
  expect(useLooking.getState().place?.anchor).toBe("validation");
  select(only("node", "directory"));
  select(NOTHING);
  expect(useLooking.getState().place).toBeNull();
  end();
});
