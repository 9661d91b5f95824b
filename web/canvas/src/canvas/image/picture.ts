/** The workflow as a file: SVG drawn from the model, or that SVG painted into a PNG. */

import { NOTHING } from "@/model/selection";
import { bytes, number } from "@/model/text";
import { toolsNow } from "@/state/catalog";
import { useResults } from "@/state/results";
import { useRun } from "@/state/run";
import { useValidation } from "@/state/validation";
import { workflowNow } from "@/state/workflow";
import { connectionDrawer } from "../drawing/connections";
import { foldingOf } from "../drawing/folded";
import { frameDrawer } from "../drawing/frames";
import { toolNodeDrawer } from "../drawing/toolNodes";
import { type DrawnPicture, drawnPicture } from "./drawing";
import { iconDrawings } from "./icons";
import { picturePalette } from "./palette";

/** Sharp on dense screens and in print. */
const SCALE = 2;
/** Browsers refuse larger surfaces. */
const MOST = 16_000;

/** Null where there is nothing to draw. */
export async function drawPicture(format: "png" | "svg"): Promise<Blob | null> {
  const drawn = await drawnNow();
  if (!drawn) return null;
  const svg = new Blob([drawn.svg], { type: "image/svg+xml" });
  return format === "svg" ? svg : painted(svg, drawn);
}

async function drawnNow(): Promise<DrawnPicture | null> {
  const workflow = workflowNow();
  const tools = toolsNow();
  const folding = foldingOf(workflow);
  const drawn = { workflow, tools, selection: NOTHING, folding, places: new Map() };
  const { annotations } = useValidation.getState().validation;
  const outputs = { ...useResults.getState().index.outputs, ...useRun.getState().view?.outputs };
  const used = Object.values(workflow.nodes).map((node) => tools.get(node.tool)?.icon ?? "box");
  return drawnPicture({
    nodes: [...frameDrawer()(drawn), ...toolNodeDrawer()(drawn)],
    edges: connectionDrawer()(drawn),
    colors: picturePalette(),
    icons: await iconDrawings(used),
    noteOf: (node) => workflow.layout.notes[node] ?? annotations[node] ?? "",
    countOf: (place) => {
      const output = outputs[place];
      return output ? [number(output.records), bytes(output.bytes)] : null;
    },
  });
}

async function painted(svg: Blob, { width, height }: DrawnPicture): Promise<Blob> {
  const address = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(SCALE, MOST / width, MOST / height);
    const surface = document.createElement("canvas");
    surface.width = Math.ceil(width * scale);
    surface.height = Math.ceil(height * scale);
    surface.getContext("2d")?.drawImage(image, 0, 0, surface.width, surface.height);
    return await new Promise((resolve, reject) => {
      surface.toBlob((blob) =>
        blob ? resolve(blob) : reject(new Error("The picture is too large to draw")),
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
