/** A picture in full size, with what its file says of it. Shown while the overlay is a picture. */
import { ChevronLeft, ChevronRight, Download, Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useOverlay } from "@/state/overlay";
import { Dialog } from "@/ui/Dialog";
import { IconButton } from "@/ui/IconButton";
import { blobAddress, downloadAddress } from "./cells";
import { PictureFacts } from "./PictureFacts";
import styles from "./PictureViewer.module.css";
import { closePicture, turn, useViewer } from "./viewer";

const STEP = 1.25;
const LARGEST = 32;

export default function PictureViewer() {
  const overlay = useOverlay((state) => state.overlay);
  const hasNeighbours = useViewer((state) => state.records !== null);
  /** Null fits the picture into the window. */
  const [zoom, setZoom] = useState<number | null>(null);
  const [natural, setNatural] = useState({ width: 0, height: 0 });
  const stage = useRef<HTMLDivElement>(null);
  const fitted = useRef(1);
  const zoomBy = useCallback((by: number) => setZoom((now) => zoomed(now ?? fitted.current, by)), []);
  const hash = overlay?.kind === "picture" ? overlay.hash : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is fitted anew
  useEffect(() => setZoom(null), [hash]);

  useEffect(() => {
    if (!hash) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "ArrowRight") void turn(1);
      else if (event.key === "ArrowLeft") void turn(-1);
      else if (event.key === "+") zoomBy(STEP);
      else if (event.key === "-") zoomBy(1 / STEP);
      else if (event.key === "0") setZoom(null);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, [hash, zoomBy]);

  if (overlay?.kind !== "picture") return null;
  const { title } = overlay;
  return (
    <Dialog title={title} onClose={closePicture} width={1040}>
      <div className={styles.viewer}>
        <div ref={stage} className={styles.stage} data-zoomed={zoom !== null || undefined}>
          <img
            key={hash}
            src={blobAddress(overlay)}
            alt={title}
            className={styles.picture}
            style={zoom === null ? undefined : { width: natural.width * zoom, height: "auto" }}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
              setNatural({ width, height });
              const { clientWidth = width, clientHeight = height } = stage.current ?? {};
              fitted.current = Math.min(clientWidth / width, clientHeight / height);
            }}
          />
        </div>
        <aside className={styles.side} aria-label="About the picture">
          <div className={styles.tools} role="toolbar" aria-label="Picture">
            {hasNeighbours && (
              <>
                <IconButton
                  icon={ChevronLeft}
                  label="Previous picture"
                  keys="ArrowLeft"
                  onClick={() => void turn(-1)}
                />
                <IconButton
                  icon={ChevronRight}
                  label="Next picture"
                  keys="ArrowRight"
                  onClick={() => void turn(1)}
                />
              </>
            )}
            <IconButton icon={ZoomOut} label="Zoom out" keys="-" onClick={() => zoomBy(1 / STEP)} />
            <IconButton icon={ZoomIn} label="Zoom in" keys="+" onClick={() => zoomBy(STEP)} />
            <IconButton icon={Maximize} label="Fit" keys="0" onClick={() => setZoom(null)} />
            <a
              className={styles.download}
              href={downloadAddress(overlay)}
              download
              aria-label="Download picture"
            >
              <Download size={18} strokeWidth={1.75} aria-hidden />
            </a>
          </div>
          <PictureFacts hash={overlay.hash} at={overlay.at} zoom={zoom} />
        </aside>
      </div>
    </Dialog>
  );
}

const zoomed = (now: number, by: number): number => Math.min(LARGEST, Math.max(1 / LARGEST, now * by));
