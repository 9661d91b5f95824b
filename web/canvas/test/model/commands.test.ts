import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RETIRED, type Workflow } from "@/model/document";
import { descendants, nodeOf } from "@/model/graph";
import { isName } from "@/model/names";
import { connectionKey } from "@/model/selection";
import { alter, edit, workflow } from "./editing";

/** All that is wrong with how a workflow hangs together. */
function faults(workflow: Workflow): string[] {
  const { nodes, containers, connections, layout } = workflow;
  const members = Object.values(containers).flatMap((each) => each.nodes);
  const inner = Object.values(containers).flatMap((each) => each.containers);
  const twice = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);
  const points = [layout.nodes, layout.containers, layout.comments].flatMap((each) =>
    Object.values<object>(each),
  );
  const numbers = points.flatMap((each) => Object.values(each)).filter((each) => typeof each === "number");
  return [
    ...Object.keys({ ...nodes, ...containers, ...layout.comments }).filter((name) => !isName(name)),
    ...connections.flatMap((each) => [each.from, each.to]).filter((each) => !nodes[nodeOf(each)]),
    ...twice(connections.map(connectionKey)),
    ...Object.keys(nodes).filter((name) => !layout.nodes[name]),
    ...Object.keys({ ...layout.nodes, ...layout.notes }).filter((name) => !nodes[name]),
    ...Object.keys(layout.containers).filter((id) => !containers[id]),
    ...Object.values(layout.comments).flatMap(({ container: id }) => (id && !containers[id] ? [id] : [])),
    ...members.filter((name) => !nodes[name]),
    ...inner.filter((id) => !containers[id]),
    ...twice(members),
    ...twice(inner),
    ...Object.keys(containers).filter((id) => isInItself(workflow, id)),
    ...connections
      .filter((each) => descendants(workflow, nodeOf(each.to)).has(nodeOf(each.from)))
      .map(connectionKey),
    ...numbers.filter((each) => !Number.isInteger(each) || Object.is(each, -0)).map(String),
  ];
}

function isInItself(workflow: Workflow, id: string): boolean {
  const reached = new Set(workflow.containers[id]?.containers);
  for (const each of reached)
    for (const deeper of workflow.containers[each]?.containers ?? []) reached.add(deeper);
  return reached.has(id);
}

function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

describe("whatever one does to a workflow", { timeout: 30_000 }, () => {
  test("nothing dangles, nothing goes round in a circle, and places are whole numbers", () => {
    fc.assert(
      fc.property(workflow, edit, (before, change) => {
        expect(faults(before)).toEqual([]);
        expect(faults(alter(before, change))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("the workflow before the change is left as it was", () => {
    fc.assert(fc.property(workflow, edit, (before, change) => void alter(frozen(before), change)));
  });

  test("a change that changes nothing gives the same object", () => {
    fc.assert(
      fc.property(workflow, edit, (before, change) => {
        const after = alter(before, change);
        if (after !== before) expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
      }),
      { numRuns: 300 },
    );
  });

  test("the name of a removed node never comes back", () => {
    fc.assert(
      fc.property(workflow, fc.array(edit, { maxLength: 10 }), (start, edits) => {
        const after = edits.reduce(alter, start);
        const back = Object.keys(after.nodes).filter((name) => after[RETIRED]?.has(name));
        expect(back).toEqual([]);
      }),
    );
  });
});
