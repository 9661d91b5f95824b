/** The form of a node: drawn from its tool's JSON Schema, filled from the document, judged by the server. */
import { useMemo } from "react";
import { setSetting, setSettings } from "@/model/commands/nodes";
import { setParameter } from "@/model/commands/parameters";
import { inputsOf, sourceOf } from "@/model/graph";
import { nodeLabel } from "@/model/labels";
import type { ToolEntry } from "@/model/types";
import { useCatalog } from "@/state/catalog";
import { columnsInto, useProblems, useValidation } from "@/state/validation";
import { edit, useDocument } from "@/state/workflow";
import { fieldsOf, type Schema } from "../schema/schema";
import { asValues, fieldPath } from "../schema/values";
import { SelectGrid } from "../select/SelectGrid";
import { TextGrid } from "../table/TextGrid";
import { newParameter } from "../workflow/newParameter";
import { type Change, type Form, FormContext } from "./FormContext";
import { ObjectFields } from "./ObjectFields";
import styles from "./SettingsForm.module.css";

const GRIDS = { select: SelectGrid, table: TextGrid } as const;

export function SettingsForm({ node, tool }: { node: string; tool: ToolEntry }) {
  const workflow = useDocument();
  const validation = useValidation((state) => state.validation);
  const tools = useCatalog((state) => state.tools);
  const found = useProblems(node);
  const settings = workflow.nodes[node]?.settings ?? {};
  const schema = tool.settings as Schema;
  const definitions = useMemo(() => (tool.settings.$defs ?? {}) as Readonly<Record<string, Schema>>, [tool]);
  const fields = useMemo(() => fieldsOf(schema, definitions), [schema, definitions]);
  const label = nodeLabel(workflow, node, tools);

  const change: Change = (next, how) => {
    const gesture = how?.gesture && `settings ${node} ${how.gesture}`;
    edit(`Set ${how?.title ?? "settings"} of ${label}`, (now) => setSettings(now, node, asValues(next)), {
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
    problems: found.map((problem) =>
      problem.field ? { ...problem, field: fieldPath(problem.field, settings) } : problem,
    ),
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
      <form
        className={styles.form}
        aria-label={`Settings of ${label}`}
        onSubmit={(event) => event.preventDefault()}
      >
        {Grid ? (
          <Grid fields={fields} values={settings} onChange={change} />
        ) : (
          <ObjectFields fields={fields} path="" values={settings} onChange={change} />
        )}
        {fields.length === 0 && <p className={styles.none}>This tool has no settings.</p>}
      </form>
    </FormContext>
  );
}
