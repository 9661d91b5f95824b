// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";
import { addChosen } from "@/canvas/adding";
import { addNode } from "@/model/commands/nodes";
import { EMPTY } from "@/model/document";
import { useCatalog } from "@/state/catalog";
import { openDocument, undo, workflowNow } from "@/state/workflow";
import { tool, tools } from "../model/samples";

const asked = {
  kind: "quick-add",
  at: { x: 300, y: 100 },
  screen: { x: 0, y: 0 },
  beside: "directory.out",
} as const;

beforeEach(() => {
  useCatalog.setState({ loaded: true, list: [...tools.values()], tools });
  const { workflow } = addNode(EMPTY, tool("directory"), { x: 80, y: 80 });
  openDocument("a.workflow.json", null, workflow);
});

it("a tool that is added by A beside a node is connected with it, and one undo takes both back", () => {
  const name = addChosen(tool("summarize"), asked);
  expect(workflowNow().connections).toEqual([{ from: "directory.out", to: `${name}.in`, name: "" }]);
  undo();
  expect(Object.keys(workflowNow().nodes)).toEqual(["directory"]);
});

it("a source that is added beside a node stands alone", () => {
  addChosen(tool("input_data"), asked);
  expect(Object.keys(workflowNow().nodes)).toHaveLength(2);
  expect(workflowNow().connections).toEqual([]);
});

it("a model that is dragged onto nothing comes into the input for models, though any table would take it", () => {
  openDocument("a.workflow.json", null, addNode(EMPTY, tool("image_recognition"), { x: 80, y: 80 }).workflow);
  const from = { place: "image_recognition.model", side: "output" } as const;
  const name = addChosen(tool("predict"), {
    kind: "quick-add",
    at: { x: 300, y: 100 },
    screen: { x: 0, y: 0 },
    from,
  });
  expect(workflowNow().connections.map((each) => each.to)).toEqual([`${name}.model`]);
});
