/** The samples that come with Weft, each to be copied and opened. */
import { Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { get } from "@/api/client";
import type { Sample } from "@/model/types";
import { attempt } from "@/state/notices";
import { Button } from "@/ui/Button";
import { useFiles } from "./files";
import { openSample } from "./opening";
import styles from "./StartPage.module.css";

export function SampleList() {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const busy = useFiles((state) => state.progress !== null);
  useEffect(() => {
    void attempt(async () => setSamples(await get<Sample[]>("/samples")));
  }, []);
  return (
    <section aria-labelledby="samples-title" className={styles.section}>
      <h2 id="samples-title">Samples</h2>
      <ul className={styles.cards}>
        {samples.map((sample) => (
          <li key={sample.name} className={styles.card}>
            <h3>
              <button
                type="button"
                className={styles.title}
                disabled={busy}
                title={`Open a copy of ${sample.title}`}
                onClick={() => void attempt(() => openSample(sample.name))}
              >
                {sample.title}
              </button>
            </h3>
            <p>{sample.description}</p>
            <Button
              icon={Copy}
              disabled={busy}
              aria-label={`Open a copy of ${sample.title}`}
              onClick={() => void attempt(() => openSample(sample.name))}
            >
              Open a copy
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
