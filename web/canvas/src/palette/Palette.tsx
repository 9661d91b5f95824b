/** The palette of tools: search, favourites, categories; or in its place the outline of the workflow. */
import { useState } from "react";
import { useCatalog } from "@/state/catalog";
import { useDesk } from "@/state/desk";
import { show } from "@/state/overlay";
import { EmptyHint } from "@/ui/EmptyHint";
import { CategoryGroup } from "./CategoryGroup";
import { byCategory, matchTools } from "./finding";
import styles from "./Palette.module.css";
import { PaletteSearch } from "./PaletteSearch";
import { ToolGrid } from "./ToolGrid";
import { moveFocus } from "./walking";

const FAVOURITES = "Favourites";

export function Palette() {
  const { list, problems } = useCatalog();
  const favourites = useDesk((state) => state.favourites);
  const [query, setQuery] = useState("");
  const found = query.trim() ? matchTools(query, list).map((match) => match.item) : null;
  const favoured = favourites.flatMap((id) => list.find((tool) => tool.id === id) ?? []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows walk through the buttons inside
    <div className={styles.palette} onKeyDown={moveFocus}>
      <PaletteSearch query={query} count={list.length} first={found?.[0]} onChange={setQuery} />
      {problems.length > 0 && (
        <button type="button" className={styles.problems} onClick={() => show({ kind: "pack-problems" })}>
          {problems.length === 1
            ? "A pack of tools could not be loaded"
            : `${problems.length} packs of tools could not be loaded`}
        </button>
      )}
      {found ? (
        <section className={styles.found} aria-label="Found tools">
          {found.length > 0 ? (
            <ToolGrid tools={found} />
          ) : (
            <EmptyHint>No tool is called or does that. Try another word.</EmptyHint>
          )}
        </section>
      ) : (
        <>
          <CategoryGroup
            title={FAVOURITES}
            tools={favoured}
            hint="Press the star on a tool to keep it here."
          />
          {byCategory(list).map(([category, tools]) => (
            <CategoryGroup key={category} title={category} tools={tools} />
          ))}
        </>
      )}
    </div>
  );
}
