/** The form of a node: drawn from its tool's JSON Schema, filled from the document, judged by the server. */
import { useMemo } from "react";
import { setSetting, setSettings } from "@/model/commands/nodes";
import { setParameter } from "@/model/commands/parameters";
import { inputsOf, sourceOf } from "@/model/graph";
import { nodeLabel } from "@/model/labels";
import type { ProblemAt, ToolEntry } from "@/model/types";
import { useCatalog } from "@/state/catalog";
import { columnsInto, useValidation } from "@/state/validation";
import { edit, useDocument } from "@/state/workflow";
import { fieldsOf, type Schema } from "../schema/schema";
import { begun } from "../schema/suiting";
import { asValues, fieldPath } from "../schema/values";
import { SelectGrid } from "../select/SelectGrid";
import { TextGrid } from "../table/TextGrid";
import { newParameter } from "../workflow/newParameter";
import { type Change, type Form, FormContext } from "./FormContext";
import { HoldingContext, useFocusHolding } from "./holding";
import { ObjectFields } from "./ObjectFields";
import styles from "./SettingsForm.module.css";
import { SteadyProblems } from "./SteadyProblems";

const GRIDS = { select: SelectGrid, table: TextGrid } as const;

interface Props {
  node: string;
  tool: ToolEntry;
  /** What is wrong with the node, as a run has found or as the service says of its settings. */
  problems: readonly ProblemAt[];
}

export function SettingsForm({ node, tool, problems }: Props) {
  const workflow = useDocument();
  const validation = useValidation((state) => state.validation);
  const tools = useCatalog((state) => state.tools);
  const settings = workflow.nodes[node]?.settings ?? {};
  const schema = tool.settings as Schema;
  const definitions = useMemo(() => (tool.settings.$defs ?? {}) as Readonly<Record<string, Schema>>, [tool]);
  const fields = useMemo(() => fieldsOf(schema, definitions), [schema, definitions]);
  const label = nodeLabel(workflow, node, tools);
  const placed = problems.map((problem) =>
    problem.field ? { ...problem, field: fieldPath(problem.field, settings) } : problem,
  );
  const [holding, listeners] = useFocusHolding(placed);

  const change: Change = (next, how) => {
    const gesture = how?.gesture && `settings ${node} ${how.gesture}`;
    const whole = begun(fields, settings, asValues(next), validation.annotations[node]);
    edit(`Set ${how?.title ?? "settings"} of ${label}`, (now) => setSettings(now, node, whole), {
      gesture,
    });
  };
  const form: Form = {
    node,
    definitions,
    writes: tool.effects,
    parameters: workflow.parameters,
    columns: (anchor) =>
      sourceOf(workflow, node, anchor) === null ? [] : columnsInto(workflow, node, anchor, validation),
    isConnected: (anchor) =>
      !inputsOf(workflow, node, tools).some((input) => input.name === anchor) ||
      sourceOf(workflow, node, anchor) !== null,
    problems: placed,
    makeParameter: (field, path, value) =>
      edit(`Make a parameter of ${field.title}`, (now) => {
        const [name, parameter] = newParameter(now.parameters, field, value);
        return setSetting(setParameter(now, name, parameter), node, path, `\${${name}}`);
      }),
  };
  const grid = fields.map((field) => field.schema.widget).find((widget) => widget && widget in GRIDS);
  const Grid = grid && GRIDS[grid as keyof typeof GRIDS];
  return (
    <FormContext value={form}>
      <HoldingContext value={holding}>
        <form
          className={styles.form}
          aria-label={`Settings of ${label}`}
          onSubmit={(event) => event.preventDefault()}
          {...listeners}
        >
          <SteadyProblems problems={placed.filter((problem) => isOfNode(problem, schema))} />
          {Grid ? (
            <Grid fields={fields} values={settings} onChange={change} />
          ) : (
            <ObjectFields fields={fields} path="" values={settings} onChange={change} />
          )}
          {fields.length === 0 && <p className={styles.none}>This tool has no settings.</p>}
        </form>
      </HoldingContext>
    </FormContext>
  );
}

/** Problems of a setting stand at their setting. */
function isOfNode({ field }: ProblemAt, schema: Schema): boolean {
  return !field || !((field.split(".")[0] ?? "") in (schema.properties ?? {}));
}
