/** A small picture of a cell; an empty frame until it is there, and a sign where it cannot be had. */
import { ImageOff } from "lucide-react";
import { type ImgHTMLAttributes, useEffect, useState } from "react";
import { type PictureAt, thumbnails } from "./thumbnails";

interface Props extends Omit<ImgHTMLAttributes<HTMLImageElement>, "src" | "alt"> {
  cell: PictureAt;
  /** Pixels of the square that it fits. */
  fits: number;
  alt: string;
}

/** Drawn until the picture is there: a picture without an address shows as broken. */
const NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

export function Thumbnail({ cell, fits, alt, ...rest }: Props) {
  const { hash, at } = cell;
  const source = useThumbnail(hash, at, fits);
  if (source === null) return <ImageOff size={20} strokeWidth={1.5} aria-label={alt || "cannot be read"} />;
  return <img {...rest} src={source ?? NOTHING} alt={alt} decoding="async" draggable={false} />;
}

function useThumbnail(hash: string, at: string, fits: number): string | null | undefined {
  const key = `${hash}-${fits}`;
  const [heard, setHeard] = useState<{ key: string; source: string | null } | null>(null);
  const kept = heard?.key === key ? heard.source : thumbnails.at({ hash, at }, fits);
  const isKnown = kept !== undefined;
  useEffect(() => {
    if (isKnown) return;
    return thumbnails.want({ hash, at }, fits, (source) => setHeard({ key: `${hash}-${fits}`, source }));
  }, [hash, at, fits, isKnown]);
  return kept;
}
