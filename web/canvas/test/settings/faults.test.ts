import { expect, test } from "vitest";
import { normalise } from "@/model/document";
import { faultOf, faultsOfParameter, titleOf } from "@/settings/faults";
import { TOOLS, tool } from "./desk";

const tools = new Map(TOOLS.map((each) => [each.id, each]));

test("a problem says which setting it is about, within lists and steps too", () => {
  expect(titleOf(tool("weft.image_recognition"), "epochs")).toBe("Epochs");
  expect(titleOf(tool("weft.summarize"), "actions.1.column")).toBe("Actions 2 · Column");
  expect(titleOf(tool("weft.filter"), "gone")).toBe("");
  const workflow = normalise({
    nodes: { look: { tool: "weft.image_processing", settings: { steps: [{ kind: "scale", width: 0 }] } } },
  });
  const problem = {
    node: "look",
    field: "steps.0.scale.width",
    message: "must be 1 or more, not 0",
  } as const;
  expect(faultOf(workflow, { ...problem, severity: "error" }, tools)).toBe(
    "Image Processing · Steps 1 · Width",
  );
  expect(faultOf(workflow, { ...problem, node: null, severity: "error" }, tools)).toBe("");
});

test("a parameter is at fault where it is the value of the setting that is wrong", () => {
  const workflow = normalise({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so a parameter is written
    nodes: { train: { tool: "weft.image_recognition", settings: { epochs: "${rounds}", batch_size: 8 } } },
    parameters: { rounds: { type: "integer", default: 0 as never } },
  });
  const at = (node: string | null, field: string) =>
    ({ node, field, message: "wrong", severity: "error" }) as const;
  const found = faultsOfParameter(
    workflow,
    [at("train", "epochs"), at("train", "batch_size"), at(null, "parameters.rounds.default")],
    "rounds",
  );
  expect(found.map((each) => each.field)).toEqual(["epochs", "parameters.rounds.default"]);
});
