/** The palette: every tool that the service has. Loaded once, before the first paint of the canvas. */
import { create } from "zustand";
import { get } from "@/api/client";
import type { Catalog, ProblemEntry, ToolEntry } from "@/model/types";

interface CatalogState {
  loaded: boolean;
  list: readonly ToolEntry[];
  tools: ReadonlyMap<string, ToolEntry>;
  problems: readonly ProblemEntry[];
}

export const useCatalog = create<CatalogState>(() => ({
  loaded: false,
  list: [],
  tools: new Map(),
  problems: [],
}));

export async function loadCatalog(): Promise<void> {
  const { tools, problems } = await get<Catalog>("/catalog");
  useCatalog.setState({
    loaded: true,
    list: tools,
    tools: new Map(tools.map((tool) => [tool.id, tool])),
    problems,
  });
}

/** The tools outside of components. */
export const toolsNow = (): ReadonlyMap<string, ToolEntry> => useCatalog.getState().tools;
