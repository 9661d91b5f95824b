/** What is in a folder of the workspace; the first of several places that is there. */
import { useCallback, useEffect, useState } from "react";
import { get } from "@/api/client";
import type { Folder } from "@/model/types";
import type { Place } from "./place";

interface Seen {
  folder: Folder | null;
  trouble: string;
  /** Go to one of some places: the first that is there. */
  go: (places: readonly Place[]) => Promise<void>;
}

export function useFolder(first: readonly Place[], workflow: string): Seen {
  const [folder, setFolder] = useState<Folder | null>(null);
  const [trouble, setTrouble] = useState("");
  const [start] = useState(first);
  const go = useCallback(
    async (places: readonly Place[]) => {
      let reason = "";
      for (const { root, path } of places) {
        try {
          const found = await get<Folder>("/files", { root, path, for: workflow });
          setFolder({ ...found, path: found.path === "." ? "" : found.path });
          setTrouble("");
          return;
        } catch (error) {
          reason ||= (error as Error).message;
        }
      }
      setTrouble(reason);
    },
    [workflow],
  );
  useEffect(() => void go(start), [go, start]);
  return { folder, trouble, go };
}
