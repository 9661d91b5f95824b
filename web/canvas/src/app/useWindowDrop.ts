/** Files that are dropped beside the canvas: never replaces the page, opens what can be opened. */
import { useEffect } from "react";
import { middleOfView } from "@/canvas/state/view";
import { dropFiles } from "@/files/dropped";
import { attempt } from "@/state/notices";

export function useWindowDrop(): void {
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      const data = event.dataTransfer;
      if (event.defaultPrevented || !data?.types.includes("Files")) return;
      event.preventDefault();
      void attempt(() => dropFiles(data, middleOfView()));
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
    };
  }, []);
}
