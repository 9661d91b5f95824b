/** Give the model a picture of your own and see what it says: drop, choose or paste one. */
import { ImageOff, ImageUp, LoaderCircle } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { request } from "@/api/client";
import { duration, number, percent } from "@/model/text";
import type { Judgement } from "@/model/types";
import { announce } from "@/state/notices";
import { Button } from "@/ui/Button";
import { Probabilities } from "./Probabilities";
import styles from "./TryPicture.module.css";
import type { Warmth } from "./useModel";

interface Props {
  hash: string;
  at: string;
  warmth: Warmth;
}

/** What is said until the model has answered. */
const WAITING: Readonly<Record<Warmth, string>> = {
  cold: "The model is loaded, then it looks at the picture…",
  loading: "The model is being loaded, then it looks at the picture…",
  warm: "The model looks at it…",
};

interface Tried {
  name: string;
  url: string;
  judgement: Judgement | null;
  error: string;
}

export function TryPicture({ hash, at, warmth }: Props) {
  const [tried, setTried] = useState<Tried | null>(null);
  /** The address of a file that is no picture to the browser. */
  const [unseen, setUnseen] = useState("");
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const url = tried?.url;
  useEffect(
    () => () => {
      if (url) URL.revokeObjectURL(url);
    },
    [url],
  );

  const judge = async (file: File | null | undefined) => {
    if (!file) return;
    const shown = { name: file.name || "pasted picture", url: URL.createObjectURL(file) };
    setTried({ ...shown, judgement: null, error: "" });
    const form = new FormData();
    form.append("picture", file);
    try {
      const { body } = await request<Judgement>(`/models/${hash}/judge`, {
        method: "POST",
        query: { at },
        body: form,
      });
      setTried({ ...shown, judgement: body, error: "" });
      const [first] = body.scores;
      if (first) announce(`${shown.name}: ${first.name}, ${percent(first.probability)}`);
    } catch (error) {
      setTried({ ...shown, judgement: null, error: (error as Error).message });
    }
  };
  const judgeNow = useRef(judge);
  judgeNow.current = judge;
  useEffect(() => {
    // Where this is on the screen a pasted picture is meant for it, unless a text field has the focus.
    const onPaste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find((each) => each.type.startsWith("image/"));
      if (!file || (event.target as HTMLElement).closest("input, textarea, [contenteditable]")) return;
      event.preventDefault();
      event.stopPropagation();
      void judgeNow.current(file);
    };
    document.addEventListener("paste", onPaste, true);
    return () => document.removeEventListener("paste", onPaste, true);
  }, []);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    void judge(event.dataTransfer.files[0]);
  };
  return (
    <section
      className={styles.section}
      aria-label="Try a picture"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <h3>Try a picture</h3>
      {tried ? (
        <div className={styles.tried}>
          {unseen === tried.url ? (
            <span className={styles.unseen} role="img" aria-label={`${tried.name}, which cannot be shown`}>
              <ImageOff size={28} strokeWidth={1.5} aria-hidden />
            </span>
          ) : (
            <img src={tried.url} alt={tried.name} onError={() => setUnseen(tried.url)} />
          )}
          <div className={styles.said}>
            <div className={styles.name}>{tried.name}</div>
            {tried.error && <p role="alert">{tried.error}</p>}
            {!tried.error && !tried.judgement && <p role="status">{WAITING[warmth]}</p>}
            {tried.judgement && <Probabilities scores={tried.judgement.scores} />}
            {tried.judgement && <p className={styles.name}>in {briefly(tried.judgement.seconds)}</p>}
          </div>
        </div>
      ) : (
        <p className={styles.hint}>Drop a picture here, paste one, or choose a file.</p>
      )}
      {warmth === "loading" && !tried && (
        <p className={styles.loading} role="status">
          <LoaderCircle size={14} strokeWidth={1.75} aria-hidden /> The model is being loaded
        </p>
      )}
      <Button icon={ImageUp} onClick={() => input.current?.click()}>
        {tried ? "Try another" : "Choose a picture"}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label="Picture to try"
        onChange={(event) => {
          void judge(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </section>
  );
}

/** A model answers in less than a second, mostly: `34 ms`. */
const briefly = (seconds: number): string =>
  seconds < 0.95 ? `${number(Math.max(1, Math.round(seconds * 1000)))} ms` : duration(seconds);
