/** The workflow as a picture file. */
import { attempt, notify } from "@/state/notices";
import { useWorkflow } from "@/state/workflow";

export function exportPicture(format: "png" | "svg"): void {
  void attempt(async () => {
    const { drawPicture } = await import("../image/picture");
    const blob = await drawPicture(format);
    if (!blob) {
      notify("info", "There is nothing on the canvas to draw yet.");
      return;
    }
    const address = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = address;
    link.download = `${baseName(useWorkflow.getState().path)}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
}

const baseName = (path: string): string =>
  path.replace(/^.*\//, "").replace(/\.workflow\.json$/, "") || "workflow";
