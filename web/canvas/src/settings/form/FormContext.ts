/** What every control of a node's form knows: its node, the columns that arrive, parameters and problems. */
import { createContext, useContext } from "react";
import type { ColumnInfo, Parameter, ProblemAt } from "@/model/types";
import type { Definitions, SettingField } from "../schema/schema";

/** How a value changes: while typing, what belongs together is one step of undo. */
export interface How {
  title?: string;
  gesture?: string;
}

export type Change = (next: unknown, how?: How) => void;

export interface Form {
  node: string;
  definitions: Definitions;
  /** The tool writes files: a path need not exist. */
  writes: boolean;
  parameters: Readonly<Record<string, Parameter>>;
  /** Null where only a run can tell; an empty list where nothing is connected. */
  columns: (anchor: string) => readonly ColumnInfo[] | null;
  isConnected: (anchor: string) => boolean;
  problems: readonly ProblemAt[];
  /** Make a parameter of a setting's value. */
  makeParameter: (field: SettingField, path: string, value: unknown) => void;
}

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error("a setting stands outside of a form");
  return form;
}

/** The problems of a setting; with `within` also those of its parts. */
export const problemsOf = (form: Form, path: string, within: boolean): ProblemAt[] =>
  problemsAt(form.problems, path, within);

export function problemsAt(problems: readonly ProblemAt[], path: string, within: boolean): ProblemAt[] {
  return problems.filter(
    ({ field }) => field === path || (within && typeof field === "string" && field.startsWith(`${path}.`)),
  );
}
