/** Format, size and EXIF of a picture. */
import { bytes, number } from "@/model/text";
import type { PictureDetails } from "@/model/types";
import styles from "./PictureFacts.module.css";
import { useAnswer } from "./useAnswer";

export function PictureFacts({ hash, at, zoom }: { hash: string; at: string; zoom: number | null }) {
  const { body, error } = useAnswer<PictureDetails>(`/blobs/${hash}/picture`, { at });
  if (error) return <p className={styles.quiet}>{error.message}</p>;
  if (!body) return <p className={styles.quiet}>Reading the file…</p>;
  const exif = Object.entries(body.exif);
  const facts = [
    ["Format", `${body.format}, ${body.mode}`],
    ["Size", `${number(body.width)} × ${number(body.height)} pixels`],
    ["File", bytes(body.bytes)],
    ["Shown at", zoom === null ? "fitted" : `${Math.round(zoom * 100)} %`],
  ] as const;
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3 className={styles.heading}>EXIF</h3>
      {exif.length ? (
        <dl className={styles.exif} tabIndex={0} aria-label="EXIF">
          {exif.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className={styles.quiet}>The file has none.</p>
      )}
    </>
  );
}
